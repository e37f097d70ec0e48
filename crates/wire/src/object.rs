//! Decoding of what the widget reads.
//!
//! A derived `Deserialize` is code of its own for every type, with an error for each thing that can be wrong;
//! in the widget that is tens of kilobytes. Here one piece of code decodes any JSON to a [`Tree`], and each
//! type picks what it knows. An absent field is its default and an unknown one is skipped, which is what
//! every type of this crate that a client decodes wants.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::Secret;

/// Decodes JSON text; nothing when it is no JSON, or of another shape.
pub fn decode<T: Decode>(text: &str) -> Option<T> {
    T::pick(serde_json::from_str(text).ok()?)
}

/// What [`decode`] can read.
pub trait Decode: Sized {
    /// Picks what it knows; nothing when this is of another shape.
    fn pick(tree: Tree) -> Option<Self>;
}

/// Any JSON value.
#[derive(Debug)]
pub enum Tree {
    /// `null`.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A whole number, not negative.
    Number(u64),
    /// Another number: no field of a protocol is one.
    Fraction,
    /// Text.
    Text(String),
    /// An array.
    List(Vec<Self>),
    /// An object, in the order of its fields.
    Object(Vec<(String, Self)>),
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

/// Takes everything that JSON has, so that no error about types has to be put into words.
struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Tree, E> {
        Ok(Tree::Flag(flag))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tree, E> {
        Ok(Tree::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Tree, E> {
        Ok(u64::try_from(number).map_or(Tree::Fraction, Tree::Number))
    }

    fn visit_f64<E>(self, _number: f64) -> Result<Tree, E> {
        Ok(Tree::Fraction)
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(tree) = seq.next_element()? {
            list.push(tree);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut fields = Vec::new();
        while let Some(name) = map.next_key()? {
            fields.push((name, map.next_value()?));
        }
        Ok(Tree::Object(fields))
    }
}

impl Decode for String {
    fn pick(tree: Tree) -> Option<Self> {
        if let Tree::Text(text) = tree { Some(text) } else { None }
    }
}

impl Decode for Secret {
    fn pick(tree: Tree) -> Option<Self> {
        String::pick(tree).map(Self::from)
    }
}

impl Decode for bool {
    fn pick(tree: Tree) -> Option<Self> {
        if let Tree::Flag(flag) = tree { Some(flag) } else { None }
    }
}

impl Decode for u32 {
    fn pick(tree: Tree) -> Option<Self> {
        if let Tree::Number(number) = tree { number.try_into().ok() } else { None }
    }
}

impl Decode for u16 {
    fn pick(tree: Tree) -> Option<Self> {
        u32::pick(tree)?.try_into().ok()
    }
}

impl<T: Decode> Decode for Option<T> {
    fn pick(tree: Tree) -> Option<Self> {
        if matches!(tree, Tree::Null) { Some(None) } else { T::pick(tree).map(Some) }
    }
}

impl<T: Decode> Decode for Box<T> {
    fn pick(tree: Tree) -> Option<Self> {
        T::pick(tree).map(Self::new)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn pick(tree: Tree) -> Option<Self> {
        let Tree::List(list) = tree else { return None };
        let mut things = Self::with_capacity(list.len());
        for tree in list {
            things.push(T::pick(tree)?);
        }
        Some(things)
    }
}

/// The fields of an object, until they are taken.
pub(crate) struct Fields {
    fields: Vec<(String, Tree)>,
    /// Looked at once in the end: a way out after each field would be code for each field.
    fit: bool,
}

impl Fields {
    pub(crate) fn of(tree: Tree) -> Option<Self> {
        if let Tree::Object(fields) = tree { Some(Self { fields, fit: true }) } else { None }
    }

    /// The field of one of these names, or its default.
    pub(crate) fn take<T: Decode + Default>(&mut self, names: &[&str]) -> T {
        let field = self.fields.iter_mut().find(|(name, _)| names.contains(&name.as_str()));
        let Some((_, tree)) = field else { return T::default() };
        let value = T::pick(std::mem::replace(tree, Tree::Null));
        self.fit &= value.is_some();
        value.unwrap_or_default()
    }

    /// Whether every field that was there was of its shape.
    pub(crate) fn fit(&self) -> bool {
        self.fit
    }
}

/// The same for whoever decodes with serde.
pub(crate) fn deserialize<'de, T: Decode, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    T::pick(Tree::deserialize(deserializer)?).ok_or_else(|| Error::custom("of another shape"))
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
            fn pick(tree: crate::object::Tree) -> Option<Self> {
                let mut fields = crate::object::Fields::of(tree)?;
                let object = Self { $($field: fields.take(&[$($name),+]),)+ };
                fields.fit().then_some(object)
            }
        }

        crate::object::decoded!($type);
    };
}

/// Implements [`Decode`] for an enum of names; any other name is `Unknown`.
macro_rules! names {
    ($type:ident { $($name:literal => $variant:ident,)+ }) => {
        impl crate::object::Decode for $type {
            fn pick(tree: crate::object::Tree) -> Option<Self> {
                Some(match <String as crate::object::Decode>::pick(tree)?.as_str() {
                    $($name => Self::$variant,)+
                    _ => Self::Unknown,
                })
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
    use crate::connect::rest::SendMessageResponse;

    #[test]
    fn absent_and_null_are_nothing() {
        for text in ["{}", r#"{"Id":null,"Brand":{"new":[1.5,-2,true]}}"#] {
            assert_eq!(decode(text), Some(SendMessageResponse::default()), "{text}");
        }
    }

    #[test]
    fn another_shape_is_nothing() {
        for text in ["", "[]", "7", r#"{"Id":7}"#, r#"{"Id":"a"} b"#] {
            assert_eq!(decode::<SendMessageResponse>(text), None, "{text}");
        }
        for number in ["-1", "1.0", "4294967296", "\"1\""] {
            let text = format!(r#"{{"ChunkNumber":{number}}}"#);
            assert_eq!(decode::<MessageMetadata>(&text), None, "{text}");
        }
    }
}
