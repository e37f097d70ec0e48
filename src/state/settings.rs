//! What the host page asked for, checked by `embed::config`.

use chirrup_core::text::SafeUrl;

/// Everything the panel needs to know from the host page.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Floating window, inline box or whole page.
    pub layout: Layout,
    /// Title in the header.
    pub title: String,
    /// Line under the title.
    pub subtitle: String,
    /// A friendly line above the pre-chat form.
    pub greeting: String,
    /// Fields of the pre-chat form after the name.
    pub prechat: Vec<PrechatField>,
    /// Texts offered as chips while the conversation is empty.
    pub suggestions: Vec<String>,
    /// Where to get help when the chat cannot work.
    pub contact: Option<SafeUrl>,
    /// Light, dark, or as the browser says.
    pub theme: Theme,
    /// The host's accent colour.
    pub accent: Option<Rgb>,
    /// BCP 47 tag for dates and numbers.
    pub locale: String,
    /// Whether Enter makes a new line on touch screens.
    pub enter_on_touch: EnterOnTouch,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            layout: Layout::Floating,
            title: "Chat".into(),
            subtitle: String::new(),
            greeting: String::new(),
            prechat: Vec::new(),
            suggestions: Vec::new(),
            contact: None,
            theme: Theme::default(),
            accent: None,
            locale: "en".into(),
            enter_on_touch: EnterOnTouch::default(),
        }
    }
}

/// How the panel sits in the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A window next to the launcher.
    Floating,
    /// Fills the element's box.
    Inline,
    /// Fills the page.
    Page,
    /// A conversation of the agents' desk, which has a header of its own and no pre-chat form.
    Desk,
}

/// A field of the pre-chat form. Its answer becomes a contact attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrechatField {
    /// Attribute name: letters, digits, `-` and `_`.
    pub name: String,
    /// Label shown.
    pub label: String,
    /// What may be typed.
    pub kind: FieldKind,
    /// Whether an answer is needed.
    pub need: Need,
}

/// What may be typed into a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line.
    Text,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Tel,
    /// Several lines; sent as the first message when its name is `message`.
    Multiline,
}

/// Whether an answer is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It is.
    Required,
    /// It is not.
    Optional,
}

/// Colour scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the browser says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What Enter does on touch screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum EnterOnTouch {
    /// Sends, as with a keyboard.
    #[default]
    Sends,
    /// Makes a new line.
    NewLine,
}

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);
