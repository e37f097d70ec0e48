//! What the loader calls: attach, detach, options, failure.

use chirrup::embed::config::{Address, Config};
use chirrup::embed::{Service, attach, call, detach, set_open, start};
use chirrup::state::{Layout, Rgb};
use js_sys::{Array, Function, Object, Reflect};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::*;
use web_sys::{HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

use crate::stage::settled;

/// An element with a shadow root and a mount, as the loader makes them.
pub(crate) struct Host {
    pub(crate) element: HtmlElement,
    pub(crate) root: ShadowRoot,
    pub(crate) mount: HtmlElement,
}

impl Host {
    /// In a module for support chats.
    pub(crate) fn new() -> Self {
        // All tests share one style sheet, which is put together for the first of them.
        chirrup::ui::moderate::install();
        start(Service::SUPPORT);
        let make = || document().create_element("div").unwrap().unchecked_into::<HtmlElement>();
        let (element, window, mount) = (make(), make(), make());
        document().body().unwrap().append_child(&element).unwrap();
        let root = element.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).unwrap();
        root.append_child(&window).unwrap();
        window.append_child(&mount).unwrap();
        Self { element, root, mount }
    }

    pub(crate) fn attach(&self, options: &Object) -> Result<u32, JsValue> {
        attach(&self.element, &self.root, self.mount.clone(), options, &Object::new())
    }

    pub(crate) fn text(&self) -> String {
        self.mount.text_content().unwrap_or_default()
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.element.remove();
    }
}

/// A plain object of texts.
pub(crate) fn options(fields: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(value)).unwrap();
    }
    object
}

/// What is written to `console.error` while something is done.
fn console_errors(act: impl FnOnce()) -> Vec<String> {
    let console = Reflect::get(&js_sys::global(), &"console".into()).unwrap();
    let real = Reflect::get(&console, &"error".into()).unwrap();
    let heard = Array::new();
    let push = Function::new_with_args("text", "this.push(text)").bind0(&heard);
    Reflect::set(&console, &"error".into(), &push).unwrap();
    act();
    Reflect::set(&console, &"error".into(), &real).unwrap();
    heard.iter().filter_map(|text| text.as_string()).collect()
}

#[wasm_bindgen_test]
async fn a_chat_is_attached_opened_and_detached() {
    let host = Host::new();
    let id = host.attach(&options(&[("startUrl", "/start-chat"), ("title", "Help desk")])).unwrap();
    set_open(id, true, "page");
    settled().await;
    assert!(host.text().contains("Help desk"), "{}", host.text());
    detach(id);
    detach(id);
    assert_eq!(host.mount.child_element_count(), 0);
}

#[wasm_bindgen_test]
fn all_mistakes_are_listed_in_one_console_error() {
    let host = Host::new();
    let wrong = options(&[
        ("startUrl", "/start-chat"),
        ("theme", "purple"),
        ("accent", "reddish"),
        ("contactUrl", "javascript:alert(1)"),
        ("prechat", "[{\"label\":\"No name\"}]"),
        ("sugestions", "[]"),
    ]);
    let errors = console_errors(|| {
        let config = Config::read(&wrong, &host.element).unwrap();
        assert_eq!(config.settings.contact, None);
        assert!(config.settings.prechat.is_empty());
    });
    assert_eq!(errors.len(), 1, "{errors:?}");
    for word in ["theme", "purple", "accent", "contactUrl", "prechat", "did you mean suggestions"] {
        assert!(errors[0].contains(word), "{word} in {}", errors[0]);
    }
}

#[wasm_bindgen_test]
fn right_options_are_taken_and_nothing_is_said() {
    let host = Host::new();
    let right = options(&[
        ("startUrl", "https://shop.example/connect/start-chat?x=1"),
        ("layout", "inline"),
        ("accent", "#fa0"),
        ("offset", "20 80"),
        ("zIndex", "5"),
        ("suggestions", "[\"Where is my order?\"]"),
        ("prechat", "[{\"name\":\"email\",\"type\":\"email\",\"required\":true}]"),
    ]);
    let errors = console_errors(|| {
        let config = Config::read(&right, &host.element).unwrap();
        assert_eq!(config.settings.layout, Layout::Inline);
        assert_eq!(config.settings.accent, Some(Rgb(255, 170, 0)));
        assert_eq!(config.settings.suggestions, ["Where is my order?"]);
        assert_eq!(config.settings.prechat.len(), 1);
        let Address::Support(connect) = config.address else { panic!("a support chat") };
        assert_eq!(connect.endpoint, "https://shop.example/connect");
    });
    assert!(errors.is_empty(), "{errors:?}");
}

#[wasm_bindgen_test]
fn an_event_needs_the_address_of_its_login_and_nothing_else() {
    let host = Host::new();
    let right = options(&[("backend", "event"), ("loginUrl", "https://live.example/events/demo/")]);
    let errors = console_errors(|| {
        let config = Config::read(&right, &host.element).unwrap();
        let Address::Event(event) = config.address else { panic!("an event") };
        assert_eq!(event.event_url, "https://live.example/events/demo");
    });
    assert!(errors.is_empty(), "{errors:?}");

    let wrong = options(&[("backend", "event"), ("loginUrl", "mailto:x"), ("accent", "red")]);
    let errors = console_errors(|| {
        let error = Config::read(&wrong, &host.element).unwrap_err();
        assert!(error.starts_with("loginUrl"), "{error}");
    });
    assert_eq!(errors.len(), 1, "one error lists them all: {errors:?}");
    for word in ["loginUrl", "mailto:x", "accent"] {
        assert!(errors[0].contains(word), "{word} in {}", errors[0]);
    }
}

#[wasm_bindgen_test]
async fn a_module_is_for_one_service() {
    let host = Host::new();
    let support = options(&[("startUrl", "/start-chat"), ("persist", "none")]);
    let event = options(&[("backend", "event"), ("loginUrl", "/events/demo"), ("persist", "none")]);
    for (service, own, other, field) in [
        (Service::SUPPORT, &support, &event, "[part=prechat]"),
        (Service::EVENT, &event, &support, "[part=gate]"),
    ] {
        start(service);
        let error = host.attach(other).unwrap_err();
        assert!(format!("{error:?}").contains("chirrup.js knows which"), "{error:?}");
        let id = host.attach(own).unwrap();
        settled().await;
        assert!(host.mount.query_selector(field).unwrap().is_some(), "{}", host.text());
        detach(id);
    }
}

#[wasm_bindgen_test]
fn an_attribute_of_a_framework_is_not_a_mistake() {
    let host = Host::new();
    host.element.set_attribute("data-turbo-track", "reload").unwrap();
    let given = options(&[("startUrl", "/start-chat"), ("turboTrack", "reload")]);
    assert!(console_errors(|| drop(Config::read(&given, &host.element))).is_empty());
}

#[wasm_bindgen_test]
fn without_a_start_address_there_is_a_readable_error() {
    let host = Host::new();
    let errors = console_errors(|| {
        let error = host.attach(&Object::new()).unwrap_err();
        let error: js_sys::Error = error.unchecked_into();
        assert!(String::from(error.message()).contains("startUrl"));
    });
    assert_eq!(errors.len(), 1);
}

#[wasm_bindgen_test]
async fn methods_resolve_or_say_what_is_wrong() {
    let host = Host::new();
    let id = host.attach(&options(&[("startUrl", "/start-chat")])).unwrap();
    let who = options(&[("name", "Mia"), ("plan", "gold")]);
    JsFuture::from(call(id, "identify", &Array::of1(&who))).await.unwrap();
    let error = JsFuture::from(call(id, "send", &Array::of1(&"  ".into()))).await.unwrap_err();
    let error: js_sys::Error = error.unchecked_into();
    assert!(String::from(error.message()).contains("empty"));
    detach(id);
    assert!(JsFuture::from(call(id, "reset", &Array::new())).await.is_err());
}

#[wasm_bindgen_test]
async fn the_style_sheet_is_shared_and_adopted_once() {
    let (left, right) = (Host::new(), Host::new());
    for host in [&left, &right] {
        for _ in 0..2 {
            let id = host.attach(&options(&[("startUrl", "/start-chat")])).unwrap();
            detach(id);
        }
    }
    let sheets =
        |host: &Host| Array::from(&Reflect::get(&host.root, &"adoptedStyleSheets".into()).unwrap());
    assert_eq!(sheets(&left).length(), 1);
    assert!(Object::is(&sheets(&left).get(0), &sheets(&right).get(0)));
    assert_eq!(left.root.query_selector_all("style").unwrap().length(), 0);
}
