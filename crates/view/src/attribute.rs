//! Attributes: what may be written as a value, and how a node follows it.

use std::borrow::Cow;

use leptos::prelude::RenderEffect;

use crate::element::Element;

/// Text of an attribute, or none when it is left out.
pub(crate) type Text = Option<Cow<'static, str>>;

/// An attribute of an element that is not a node yet.
pub(crate) struct Attribute {
    pub(crate) name: &'static str,
    pub(crate) setting: Setting,
}

/// Where the text of an attribute comes from.
pub enum Setting {
    /// It stays until the view is drawn again.
    Fixed(Option<Cow<'static, str>>),
    /// It follows the signals that the function reads.
    Live(Box<dyn FnMut() -> Option<Cow<'static, str>>>),
}

/// What can be the value of an attribute.
pub trait Value: Sized {
    /// The same without its type.
    fn into_setting(self) -> Setting;

    /// Gives an attribute of an element this value.
    fn put(self, element: Element, name: &'static str) -> Element {
        element.set(name, self.into_setting())
    }
}

/// The one that is in the program most often.
impl Value for &'static str {
    fn into_setting(self) -> Setting {
        Setting::Fixed(Some(Cow::Borrowed(self)))
    }
}

impl Value for String {
    fn into_setting(self) -> Setting {
        Setting::Fixed(Some(Cow::Owned(self)))
    }
}

/// Present without text, or absent.
impl Value for bool {
    fn into_setting(self) -> Setting {
        Setting::Fixed(self.then_some(Cow::Borrowed("")))
    }
}

impl<T: Value> Value for Option<T> {
    fn into_setting(self) -> Setting {
        self.map_or(Setting::Fixed(None), Value::into_setting)
    }
}

impl<T: Value + 'static, F: FnMut() -> T + 'static> Value for F {
    fn into_setting(mut self) -> Setting {
        Setting::Live(Box::new(move || self().into_setting().now()))
    }
}

impl Value for Setting {
    fn into_setting(self) -> Setting {
        self
    }
}

/// What `view!` calls on the value of an attribute.
pub trait IntoAttributeValue: Value {
    /// The same.
    #[must_use]
    fn into_attribute_value(self) -> Self;
}

impl<T: Value> IntoAttributeValue for T {
    fn into_attribute_value(self) -> Self {
        self
    }
}

/// What `view!` calls on a closure when components are erased.
pub fn erased<T: Value + 'static>(value: impl FnMut() -> T + 'static) -> Setting {
    value.into_setting()
}

impl Setting {
    fn now(self) -> Text {
        match self {
            Self::Fixed(text) => text,
            Self::Live(mut text) => text(),
        }
    }
}

/// An attribute of a node.
pub(crate) enum Kept {
    Fixed(Text),
    /// Dropping the effect ends the following.
    Live(#[expect(dead_code, reason = "held for its drop")] RenderEffect<()>),
}

impl Attribute {
    /// Sets it on a new node.
    pub(crate) fn build(self, node: &web_sys::Element) -> Kept {
        self.keep(node, None)
    }

    /// Sets it on a node that has it from an earlier drawing.
    pub(crate) fn rebuild(self, node: &web_sys::Element, kept: &mut Kept) {
        let before = match kept {
            Kept::Fixed(text) => text.take(),
            Kept::Live(_) => node.get_attribute(self.name).map(Cow::Owned),
        };
        *kept = self.keep(node, before);
    }

    fn keep(self, node: &web_sys::Element, before: Text) -> Kept {
        let name = self.name;
        match self.setting {
            Setting::Fixed(text) => {
                set(node, name, &before, &text);
                Kept::Fixed(text)
            }
            Setting::Live(mut text) => {
                let (node, mut before) = (node.clone(), before);
                Kept::Live(follow(Box::new(move || {
                    let text = text();
                    set(&node, name, &before, &text);
                    before = text;
                })))
            }
        }
    }
}

/// Does something now, and again whenever a signal that it read has changed.
pub(crate) fn follow(mut act: Box<dyn FnMut()>) -> RenderEffect<()> {
    RenderEffect::new(move |_| act())
}

/// Touches the document only for a difference.
fn set(node: &web_sys::Element, name: &str, before: &Text, text: &Text) {
    if before == text {
        return;
    }
    // The only failure is a name that is not one, and all names are written in the program.
    drop(match text {
        Some(text) => node.set_attribute(name, text),
        None => node.remove_attribute(name),
    });
}
