//! An element as a list of what it has. It becomes a node when the view that holds it is built.

use std::borrow::Cow;

use leptos::ev::EventDescriptor;
use leptos::html::ElementType;
use wasm_bindgen::{JsCast, JsValue};

use crate::attribute::{Attribute, Setting, Value};
use crate::content::{AnyView, Content};
use crate::listener::Handler;
use crate::node_ref::NodeRef;

/// What is done with the node at each drawing.
pub(crate) type OnNode = Box<dyn FnOnce(&web_sys::Element)>;

/// An element that is not a node yet.
pub struct Element(pub(crate) Box<Parts>);

/// What an element has.
pub(crate) struct Parts {
    pub(crate) tag: &'static str,
    pub(crate) is_svg: bool,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) handlers: Vec<Handler>,
    pub(crate) on_node: Vec<OnNode>,
    pub(crate) children: Vec<AnyView>,
}

impl Element {
    fn new(tag: &'static str, is_svg: bool) -> Self {
        Self(Box::new(Parts {
            tag,
            is_svg,
            attributes: Vec::new(),
            handlers: Vec::new(),
            on_node: Vec::new(),
            children: Vec::new(),
        }))
    }

    /// Sets an attribute. `None` and `false` leave it out; a closure follows the signals it reads.
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl Value) -> Self {
        value.put(self, name)
    }

    pub(crate) fn set(mut self, name: &'static str, setting: Setting) -> Self {
        self.0.attributes.push(Attribute { name, setting });
        self
    }

    /// Sets a property of the node at each drawing; it follows nothing in between.
    #[must_use]
    pub fn prop(self, name: &'static str, value: impl Into<JsValue>) -> Self {
        let value = value.into();
        self.on_node(Box::new(move |node| {
            // The only failure is a node that cannot have properties.
            drop(js_sys::Reflect::set(node, &name.into(), &value));
        }))
    }

    /// Hears an event.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "so `view!` passes it")]
    pub fn on<E>(self, event: E, mut act: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor,
        E::EventType: JsCast,
    {
        self.hears(event.name(), Box::new(move |event| act(event.unchecked_into())))
    }

    fn hears(mut self, name: Cow<'static, str>, act: Box<dyn FnMut(web_sys::Event)>) -> Self {
        self.0.handlers.push(Handler { name, act });
        self
    }

    /// Fills a reference with the node.
    #[must_use]
    pub fn node_ref<E: ElementType>(self, reference: NodeRef<E>) -> Self {
        let reference = reference.untyped();
        self.on_node(Box::new(move |node| reference.set(Some(node.clone()))))
    }

    fn on_node(mut self, act: OnNode) -> Self {
        self.0.on_node.push(act);
        self
    }

    /// Puts something inside, after what is there.
    #[must_use]
    pub fn child(mut self, content: impl Content) -> Self {
        content.add_to(&mut self.0.children);
        self
    }
}

/// A function for each tag, as `view!` calls them.
macro_rules! tags {
    ($($tag:ident)*) => {$(
        #[doc = concat!("`<", stringify!($tag), ">`")]
        pub fn $tag() -> Element {
            Element::new(stringify!($tag), false)
        }
    )*};
}

tags! { a bdi br button div form h2 h3 input label ol p span textarea time }

/// An element of any other name.
pub fn custom(tag: &'static str) -> Element {
    Element::new(tag, false)
}

/// An element of a drawing.
pub fn svg(tag: &'static str) -> Element {
    Element::new(tag, true)
}

/// A method for each attribute, as `view!` calls them.
macro_rules! attributes {
    ($($method:ident $name:literal)*) => {
        impl Element {$(
            #[doc = concat!("Sets `", $name, "`.")]
            #[must_use]
            pub fn $method(self, value: impl Value) -> Self {
                self.attr($name, value)
            }
        )*}
    };
}

attributes! {
    aria_activedescendant "aria-activedescendant"
    aria_autocomplete "aria-autocomplete"
    aria_busy "aria-busy"
    aria_controls "aria-controls"
    aria_describedby "aria-describedby"
    aria_disabled "aria-disabled"
    aria_expanded "aria-expanded"
    aria_haspopup "aria-haspopup"
    aria_hidden "aria-hidden"
    aria_invalid "aria-invalid"
    aria_label "aria-label"
    aria_labelledby "aria-labelledby"
    aria_live "aria-live"
    aria_modal "aria-modal"
    aria_pressed "aria-pressed"
    aria_required "aria-required"
    aria_roledescription "aria-roledescription"
    aria_selected "aria-selected"
    autocapitalize "autocapitalize"
    autocomplete "autocomplete"
    class "class"
    datetime "datetime"
    dir "dir"
    enterkeyhint "enterkeyhint"
    href "href"
    id "id"
    inputmode "inputmode"
    maxlength "maxlength"
    novalidate "novalidate"
    part "part"
    placeholder "placeholder"
    readonly "readonly"
    rel "rel"
    role "role"
    rows "rows"
    spellcheck "spellcheck"
    tabindex "tabindex"
    target "target"
    title "title"
    r#type "type"
    r#for "for"
}
