//! The host page's options, checked.
//!
//! Every option is read exactly once, here. Invariant: what can be used is used, every mistake is listed in
//! one console error under the name that the page's developer wrote, and nothing unchecked goes further.

mod names;
mod options;

use chirrup_core::Pairs;
use chirrup_core::session::{ConnectConfig, EventConfig, Side};
use chirrup_core::text::SafeUrl;
use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use crate::driver::Persist;
use crate::state::host::is_attribute_name;
use crate::state::settings::{EnterOnTouch, FieldKind, Need};
use crate::state::{Layout, PrechatField, Rgb, Settings, Theme};
use options::Options;

/// No page is so wide.
const PX_MAX: i32 = 65_535;

/// Where a service is.
#[derive(Debug)]
pub enum Address {
    /// A support chat.
    Support(ConnectConfig),
    /// A live event.
    Event(EventConfig),
}

/// What the options come to.
#[derive(Debug)]
pub struct Config {
    /// For the panel.
    pub settings: Settings,
    /// Which service, and where.
    pub address: Address,
    /// How long the conversation is kept on the device.
    pub persist: Persist,
    /// Keeps the instances of a page apart.
    pub key: String,
    /// The visitor's name.
    pub name: Option<String>,
    /// Attributes for the conversation.
    pub attributes: Pairs<String, String>,
}

impl Config {
    /// Reads the options of `host`, and reports mistakes on the console.
    ///
    /// # Errors
    /// There is no service to talk to: a sentence for the developer, who finds the other mistakes beside it.
    pub fn read(options: &Object, host: &HtmlElement) -> Result<Self, String> {
        let mut options = Options::new(options);
        let result = read(&mut options, host);
        let mut problems = options.finish(host);
        if let Err(problem) = &result {
            problems.insert(0, problem.clone());
        }
        report(&problems);
        result
    }
}

/// Lists mistakes in one console error.
pub(super) fn report(problems: &[String]) {
    if !problems.is_empty() {
        let list = problems.join("\n• ");
        web_sys::console::error_1(&format!("Chirrup: mistakes in the options:\n• {list}").into());
    }
}

fn read(options: &mut Options, host: &HtmlElement) -> Result<Config, String> {
    for_the_loader(options);
    let settings = settings(options, host);
    let persist = match options.choice("persist", &["device", "session", "none"]) {
        Some(0) => Persist::Device,
        Some(1) => Persist::Session,
        Some(_) => Persist::None,
        None => Persist::default(),
    };
    let key = options.text_or("key", "1");
    let name = options.text("name");
    let attributes = options.take("attributes").map(|value| attributes(&value));
    let attributes = attributes.transpose().unwrap_or_else(|problem| {
        options.complain("attributes", &problem);
        None
    });
    let address = address(options)?;
    Ok(Config { settings, address, persist, key, name, attributes: attributes.unwrap_or_default() })
}

/// Options that `chirrup.js` has used by now; they are checked here so that there is one list of mistakes.
fn for_the_loader(options: &mut Options) {
    options.choice("position", &["left", "right"]);
    options.choice("tools", &["moderator"]);
    options.check("offset", "one or two numbers of pixels, as in “20” or “20 80”", |text| {
        let is_length = |text: &str| text.parse().is_ok_and(|px: i32| (0..=PX_MAX).contains(&px));
        matches!(text.split_whitespace().count(), 1 | 2) && text.split_whitespace().all(is_length)
    });
    options.check("zIndex", "a whole number", |text| text.parse::<i32>().is_ok());
    options.text("contactLabel");
    for name in ["open", "hideLauncher", "floating", "debug"] {
        options.flag(name);
    }
}

fn address(options: &mut Options) -> Result<Address, String> {
    let is_event = options.choice("backend", &["connect", "event"]) == Some(1);
    // All options are read, whatever the service: one of the other's is in the wrong place, not misspelt.
    let event = event(options);
    let support = support(options);
    if is_event { event } else { support }
}

fn event(options: &mut Options) -> Result<Address, String> {
    let login_url = options.address("loginUrl");
    let login_url = login_url.ok_or("loginUrl: the address of the event’s login is needed")?;
    // The operations are added to the path.
    let path = login_url.split(['?', '#']).next().unwrap_or_default();
    Ok(Address::Event(EventConfig { event_url: path.trim_end_matches('/').into() }))
}

fn support(options: &mut Options) -> Result<Address, String> {
    let start_url = options.address("startUrl");
    let endpoint = options.address("endpoint");
    let region = options.text("region");
    let instance_id = options.text_or("instanceId", "chirrup");
    let contact_flow_id = options.text_or("contactFlowId", "chirrup");
    let Some(start_url) = start_url else {
        return Err("startUrl: the address for starting a chat is needed".into());
    };
    let endpoint = match (endpoint, region) {
        (Some(endpoint), _) => endpoint.trim_end_matches('/').into(),
        (None, Some(region)) if is_region(&region) => {
            format!("https://participant.connect.{region}.amazonaws.com")
        }
        (None, region) => {
            if region.is_some() {
                options.complain("region", "expected a region such as “eu-central-1”");
            }
            folder_of(&start_url)
        }
    };
    let side = Side::Customer;
    Ok(Address::Support(ConnectConfig { start_url, endpoint, instance_id, contact_flow_id, side }))
}

fn is_region(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.bytes().all(is_plain)
}

/// `https://shop.example/connect/start-chat?x=1` → `https://shop.example/connect`.
fn folder_of(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.rsplit_once('/').map_or(path, |(folder, _)| folder).into()
}

fn settings(options: &mut Options, host: &HtmlElement) -> Settings {
    let layout = match options.choice("layout", &["floating", "inline", "page"]) {
        Some(1) => Layout::Inline,
        Some(2) => Layout::Page,
        _ => Layout::Floating,
    };
    let theme = match options.choice("theme", &["auto", "light", "dark"]) {
        Some(1) => Theme::Light,
        Some(2) => Theme::Dark,
        _ => Theme::Auto,
    };
    let contact = options.text("contactUrl").and_then(|text| {
        let contact = SafeUrl::parse(&text);
        if contact.is_none() {
            let expected = "expected an address that begins with https:, http:, mailto: or tel:";
            options.complain("contactUrl", expected);
        }
        contact
    });
    let accent = options.text("accent").and_then(|text| {
        let accent = Rgb::parse(&text);
        if accent.is_none() {
            options.complain("accent", &format!("“{text}” is not a colour such as #2f5bea"));
        }
        accent
    });
    let enter_on_touch = match options.choice("enterOnTouch", &["send", "newline"]) {
        Some(1) => EnterOnTouch::NewLine,
        _ => EnterOnTouch::Sends,
    };
    Settings {
        layout,
        title: options.text_or("title", "Chat"),
        subtitle: options.text_or("subtitle", ""),
        greeting: options.text_or("greeting", ""),
        prechat: options.list("prechat"),
        suggestions: options.list("suggestions"),
        contact,
        theme,
        accent,
        locale: options.text("locale").unwrap_or_else(|| language_of(host)),
        enter_on_touch,
    }
}

/// The language of the element, of the page, or of the person.
fn language_of(host: &HtmlElement) -> String {
    let marked = host.closest("[lang]").ok().flatten();
    let marked = marked.and_then(|element| element.get_attribute("lang"));
    let spoken = || web_sys::window().and_then(|window| window.navigator().language());
    marked.filter(|tag| !tag.is_empty()).or_else(spoken).unwrap_or_else(|| "en".into())
}

fn attributes(value: &JsValue) -> Result<Pairs<String, String>, String> {
    super::api::attributes(&options::parsed(value)?)
}

impl options::Entry for String {
    fn read(value: &JsValue) -> Result<Self, String> {
        value.as_string().ok_or_else(|| "expected texts".into())
    }
}

impl options::Entry for PrechatField {
    fn read(value: &JsValue) -> Result<Self, String> {
        let object = value.dyn_ref::<Object>().ok_or("expected objects with a name and a label")?;
        let mut field = Options::new(object);
        let name = field.text("name").filter(|name| is_attribute_name(name));
        let name = name.ok_or("each field needs a name of letters, digits, “-” and “_”")?;
        let label = field.text("label").unwrap_or_else(|| name.clone());
        let kind = match field.choice("type", &["text", "email", "tel", "multiline"]) {
            Some(1) => FieldKind::Email,
            Some(2) => FieldKind::Tel,
            Some(3) => FieldKind::Multiline,
            _ => FieldKind::Text,
        };
        let need = if field.flag("required") { Need::Required } else { Need::Optional };
        match field.problems().first() {
            Some(problem) => Err(problem.clone()),
            None => Ok(Self { name, label, kind, need }),
        }
    }
}

impl Rgb {
    /// Reads `#rgb` or `#rrggbb`.
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        // The number alone may have a sign.
        let number = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let number = number.then(|| u32::from_str_radix(digits, 16).ok())??;
        let [_, r, g, b] = number.to_be_bytes();
        match digits.len() {
            3 => Some(Self(g * 17, (b >> 4) * 17, (b & 15) * 17)),
            6 => Some(Self(r, g, b)),
            _ => None,
        }
    }
}

/// An array of entries, given as it is or as JSON text.
fn entries(value: &JsValue) -> Result<Array, String> {
    let value = options::parsed(value)?;
    value.dyn_into().map_err(|_| "expected a list".into())
}
