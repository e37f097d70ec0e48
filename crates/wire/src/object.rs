//! Decoding of what the widget reads.
//!
//! A derived `Deserialize` is code of its own for every type, with an error for each thing that can be wrong;
//! in the widget that is tens of kilobytes. Here one piece of code reads any JSON to a [`Tree`], and each
//! type fills itself with what it knows. An absent field and `null` leave the default, and an unknown field is
//! skipped, which is what every type of this crate that a client decodes wants.

use serde::de::{Deserialize, Deserializer, Error};

use crate::Secret;
pub use crate::tree::Tree;

/// Decodes JSON text; nothing when it is no JSON, or of another shape.
pub fn decode<T: Decode + Default>(text: &str) -> Option<T> {
    let mut value = T::default();
    let mut tree = Tree::read(text)?;
    value.fill(&mut tree).then_some(value)
}

/// What [`decode`] can read.
pub trait Decode {
    /// Takes what it knows, and answers whether the tree was of its shape.
    fn fill(&mut self, tree: &mut Tree) -> bool;
}

impl Decode for String {
    fn fill(&mut self, tree: &mut Tree) -> bool {
        let is_text = matches!(tree, Tree::Text(_));
        if let Tree::Text(text) = tree {
            std::mem::swap(self, text);
        }
        is_text
    }
}

impl Decode for Secret {
    fn fill(&mut self, tree: &mut Tree) -> bool {
        self.text_mut().fill(tree)
    }
}

impl Decode for bool {
    fn fill(&mut self, tree: &mut Tree) -> bool {
        if let Tree::Flag(flag) = tree {
            *self = *flag;
            return true;
        }
        false
    }
}

impl Decode for u32 {
    fn fill(&mut self, tree: &mut Tree) -> bool {
        if let Tree::Number(number) = tree
            && let Ok(number) = Self::try_from(*number)
        {
            *self = number;
            return true;
        }
        false
    }
}

impl<T: Decode + Default> Decode for Option<T> {
    fn fill(&mut self, tree: &mut Tree) -> bool {
        self.get_or_insert_default().fill(tree)
    }
}

impl<T: Decode> Decode for Box<T> {
    fn fill(&mut self, tree: &mut Tree) -> bool {
        self.as_mut().fill(tree)
    }
}

impl<T: Decode + Default> Decode for Vec<T> {
    fn fill(&mut self, tree: &mut Tree) -> bool {
        let Tree::List(list) = tree else { return false };
        let mut fits = true;
        for (_, tree) in list {
            let mut thing = T::default();
            fits &= thing.fill(tree);
            self.push(thing);
        }
        fits
    }
}

/// Fills one field of a value from an object; absent and `null` leave it as it is.
pub(crate) fn fill(field: &mut dyn Decode, name: &str, object: &mut Tree) -> bool {
    let Tree::Object(fields) = object else { return false };
    let known = fields.iter_mut().find(|(known, _)| known == name);
    known.is_none_or(|(_, tree)| matches!(tree, Tree::Null) || field.fill(tree))
}

/// The same for whoever decodes with serde.
pub(crate) fn deserialize<'de, T: Decode + Default, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let mut value = T::default();
    let mut tree = Tree::deserialize(deserializer)?;
    if value.fill(&mut tree) { Ok(value) } else { Err(Error::custom("of another shape")) }
}

/// Implements `Deserialize` through [`Decode`].
macro_rules! decoded {
    ($type:ident) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::object::deserialize(deserializer)
            }
        }
    };
}

/// Implements [`Decode`] for a struct: fields to their wire names.
macro_rules! object {
    ($type:ident { $($($name:literal)|+ => $field:ident,)+ }) => {
        impl crate::object::Decode for $type {
            fn fill(&mut self, tree: &mut crate::object::Tree) -> bool {
                // Every field is looked at: a way out after each would be code for each.
                let mut fits = true;
                $($(fits &= crate::object::fill(&mut self.$field, $name, tree);)+)+
                fits
            }
        }

        crate::object::decoded!($type);
    };
}

/// Implements [`Decode`] for an enum of names; any other name is `Unknown`.
macro_rules! names {
    ($type:ident { $($name:literal => $variant:ident,)+ }) => {
        impl crate::object::Decode for $type {
            fn fill(&mut self, tree: &mut crate::object::Tree) -> bool {
                let crate::object::Tree::Text(name) = tree else { return false };
                *self = match name.as_str() {
                    $($name => Self::$variant,)+
                    _ => Self::Unknown,
                };
                true
            }
        }

        crate::object::decoded!($type);
    };
}

pub(crate) use {decoded, names, object};

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::connect::item::MessageMetadata;
    use crate::connect::rest::{ErrorBody, SendMessageResponse};

    #[test]
    fn absent_and_null_are_nothing() {
        for text in ["{}", r#"{"Id":null,"Brand":{"new":[1.5,-2,true]}}"#] {
            assert_eq!(decode(text), Some(SendMessageResponse::default()), "{text}");
        }
        assert_eq!(decode(r#"{"Message":null}"#), Some(ErrorBody::default()));
    }

    #[test]
    fn another_shape_is_nothing() {
        for text in ["", "[]", "7", "null", r#"{"Id":7}"#, r#"{"Id":["a"]}"#, r#"{"Id":"a"} b"#] {
            assert_eq!(decode::<SendMessageResponse>(text), None, "{text}");
        }
        for number in ["-1", "1.0", "4294967296", "\"1\""] {
            let text = format!(r#"{{"ChunkNumber":{number}}}"#);
            assert_eq!(decode::<MessageMetadata>(&text), None, "{text}");
        }
    }
}
