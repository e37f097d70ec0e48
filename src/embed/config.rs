//! The host page's options, checked.
//!
//! Every option is read exactly once, here. Invariant: what can be used is used, every mistake is listed in
//! one console error under the name that the page's developer wrote, and nothing unchecked goes further.

mod names;
mod options;

use chirrup_core::Pairs;
use chirrup_core::session::{Backend, ConnectConfig, Side};
use chirrup_core::text::SafeUrl;
use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use crate::driver::Persist;
use crate::state::host::is_attribute_name;
use crate::state::settings::{EnterOnTouch, FieldKind, Need};
use crate::state::{Layout, PrechatField, Rgb, Settings, Theme};
use options::Options;

/// What the options come to.
#[derive(Debug)]
pub struct Config {
    /// For the panel.
    pub settings: Settings,
    /// Which service, and where.
    pub backend: Backend,
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
    let persist = options.choice(
        "persist",
        &[("device", Persist::Device), ("session", Persist::Session), ("none", Persist::None)],
    );
    let key = options.text("key").unwrap_or_else(|| "1".into());
    let name = options.text("name");
    let attributes = options.take("attributes").map(|value| attributes(&value));
    let attributes = attributes.transpose().unwrap_or_else(|problem| {
        options.complain("attributes", &problem);
        None
    });
    let backend = backend(options)?;
    Ok(Config {
        settings,
        backend,
        persist: persist.unwrap_or_default(),
        key,
        name,
        attributes: attributes.unwrap_or_default(),
    })
}

/// Options that `chirrup.js` has used by now; they are checked here so that there is one list of mistakes.
fn for_the_loader(options: &mut Options) {
    options.choice("position", &[("left", ()), ("right", ())]);
    options.check("offset", "one or two numbers of pixels, as in “20” or “20 80”", |text| {
        let numbers: Vec<_> = text.split_whitespace().map(str::parse::<u16>).collect();
        matches!(numbers.len(), 1 | 2) && numbers.iter().all(Result::is_ok)
    });
    options.check("zIndex", "a whole number", |text| text.parse::<i32>().is_ok());
    options.text("contactLabel");
    for name in ["open", "hideLauncher", "floating", "debug"] {
        options.flag(name);
    }
}

fn backend(options: &mut Options) -> Result<Backend, String> {
    options.choice("backend", &[("connect", ())]);
    let start_url = options.address("startUrl");
    let endpoint = options.address("endpoint");
    let region = options.text("region");
    let instance_id = options.text("instanceId").unwrap_or_else(|| "chirrup".into());
    let contact_flow_id = options.text("contactFlowId").unwrap_or_else(|| "chirrup".into());
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
    Ok(Backend::Connect(ConnectConfig { start_url, endpoint, instance_id, contact_flow_id, side }))
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
    let defaults = Settings::default();
    let layout = options.choice(
        "layout",
        &[("floating", Layout::Floating), ("inline", Layout::Inline), ("page", Layout::Page)],
    );
    let theme = options
        .choice("theme", &[("auto", Theme::Auto), ("light", Theme::Light), ("dark", Theme::Dark)]);
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
    let enter_on_touch = options.choice(
        "enterOnTouch",
        &[("send", EnterOnTouch::Sends), ("newline", EnterOnTouch::NewLine)],
    );
    Settings {
        layout: layout.unwrap_or(defaults.layout),
        title: options.text("title").unwrap_or(defaults.title),
        subtitle: options.text("subtitle").unwrap_or(defaults.subtitle),
        greeting: options.text("greeting").unwrap_or(defaults.greeting),
        prechat: options.list("prechat").unwrap_or_default(),
        suggestions: options.list("suggestions").unwrap_or_default(),
        contact,
        theme: theme.unwrap_or_default(),
        accent,
        locale: options.text("locale").unwrap_or_else(|| language_of(host)),
        enter_on_touch: enter_on_touch.unwrap_or_default(),
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
        let kind = field.choice(
            "type",
            &[
                ("text", FieldKind::Text),
                ("email", FieldKind::Email),
                ("tel", FieldKind::Tel),
                ("multiline", FieldKind::Multiline),
            ],
        );
        let need = if field.flag("required") { Need::Required } else { Need::Optional };
        match field.problems().first() {
            Some(problem) => Err(problem.clone()),
            None => Ok(Self { name, label, kind: kind.unwrap_or(FieldKind::Text), need }),
        }
    }
}

impl Rgb {
    /// Reads `#rgb` or `#rrggbb`.
    fn parse(text: &str) -> Option<Self> {
        let digits: Option<Vec<u8>> = text
            .strip_prefix('#')?
            .chars()
            .map(|char| char.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect();
        match digits?.as_slice() {
            [r, g, b] => Some(Self(r * 17, g * 17, b * 17)),
            [r1, r2, g1, g2, b1, b2] => Some(Self(r1 * 16 + r2, g1 * 16 + g2, b1 * 16 + b2)),
            _ => None,
        }
    }
}

/// An array of entries, given as it is or as JSON text.
fn entries(value: &JsValue) -> Result<Array, String> {
    let value = options::parsed(value)?;
    value.dyn_into().map_err(|_| "expected a list".into())
}
