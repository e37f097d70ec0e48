//! Decoding of objects that the widget reads.
//!
//! The derived form also reads a struct from an array, keeps a slot per field and an error per missing one;
//! in the widget that is tens of kilobytes. Here an absent field is its default and an unknown one is
//! skipped, which is what every type of this crate that a client decodes wants.

/// Implements `Deserialize` for a type with `Default`: wire names to fields.
macro_rules! object {
    ($type:ident { $($($name:literal)|+ => $field:ident,)+ }) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                struct Object;

                impl<'de> serde::de::Visitor<'de> for Object {
                    type Value = $type;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(
                        self,
                        mut map: A,
                    ) -> Result<$type, A::Error> {
                        let mut object = <$type>::default();
                        while let Some(name) = map.next_key::<String>()? {
                            match name.as_str() {
                                $($($name)|+ => object.$field = map.next_value()?,)+
                                _ => {
                                    map.next_value::<serde::de::IgnoredAny>()?;
                                }
                            }
                        }
                        Ok(object)
                    }
                }

                deserializer.deserialize_map(Object)
            }
        }
    };
}

pub(crate) use object;
