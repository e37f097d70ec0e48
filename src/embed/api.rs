//! The promised surface for host pages: methods in, events out. Plain JavaScript values, nothing of ours.

use std::cell::RefCell;

use chirrup_core::room::{EndReason, Role};
use chirrup_core::{Item, ItemKind, Pairs};
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::state::{Chat, HostEvent, Link};
use crate::ui::tools;

/// A method of the host page. The error is a sentence for its developer.
pub(super) fn call(chat: Chat, method: &str, arguments: &Array) -> Result<(), String> {
    let argument = arguments.get(0);
    match method {
        "send" => chat.say(&text(&argument)?).map_err(|error| error.to_string()),
        "prefill" => {
            chat.prefill(&text(&argument)?);
            Ok(())
        }
        "identify" => {
            let mut rest = attributes(&argument)?;
            let name = rest.remove("name");
            chat.identify(name.as_deref(), rest).map_err(|error| error.to_string())
        }
        "setAttributes" => {
            chat.set_attributes(attributes(&argument)?).map_err(|error| error.to_string())
        }
        "signIn" => {
            chat.sign_in(&text(&argument)?);
            Ok(())
        }
        "reset" => {
            chat.reset();
            Ok(())
        }
        _ => Err("there is no such method".into()),
    }
}

fn text(value: &JsValue) -> Result<String, String> {
    value.as_string().ok_or_else(|| "expected a text".into())
}

/// An object's fields as texts; numbers and booleans are written out, absent values left away.
pub(super) fn attributes(value: &JsValue) -> Result<Pairs<String, String>, String> {
    let object = value.dyn_ref::<Object>().ok_or("expected an object of texts")?;
    let mut attributes = Pairs::new();
    for entry in Object::entries(object) {
        let entry = Array::from(&entry);
        let (name, value) = (entry.get(0).as_string().unwrap_or_default(), entry.get(1));
        if value.is_null() || value.is_undefined() {
            continue;
        }
        let text = match (value.as_string(), value.as_f64(), value.as_bool()) {
            (Some(text), _, _) => text,
            // Written out by the browser: Rust's own number formatting costs 10 KB.
            (_, Some(_), _) | (_, _, Some(_)) => {
                String::from(value.unchecked_ref::<Object>().to_string())
            }
            _ => return Err(format!("“{name}” is not a text, a number or a boolean")),
        };
        attributes.insert(name, text);
    }
    Ok(attributes)
}

/// Where what no storage keeps goes from one module to the next.
const KEPT: &str = "kept";

/// What another module kept of this chat in memory, taken out of the hooks.
pub(super) fn handed_over(hooks: &Object) -> Object {
    let kept = Reflect::get(hooks, &KEPT.into()).ok().and_then(|kept| kept.dyn_into().ok());
    hand_over(hooks, &JsValue::UNDEFINED);
    kept.unwrap_or_default()
}

fn hand_over(hooks: &Object, kept: &JsValue) {
    // Setting a field of the loader's plain object cannot fail.
    let _ = Reflect::set(hooks, &KEPT.into(), kept);
}

/// What the chat tells, as calls of the loader's hooks.
pub(super) fn to_host(hooks: Object, memory: Object) -> impl Fn(HostEvent) + 'static {
    let host = Host { hooks, words: RefCell::default() };
    move |event| match event {
        HostEvent::KeepsOrder if tools::installed().is_some() => {}
        HostEvent::KeepsOrder => {
            hand_over(&host.hooks, &memory);
            host.invoke("tools", &Array::new());
        }
        HostEvent::CloseAsked => host.invoke("close", &Array::new()),
        HostEvent::Unread(count) => host.invoke("unread", &Array::of1(&count.into())),
        HostEvent::Sent(item) => host.emit("message:sent", &host.message(&item)),
        HostEvent::Received(item) => host.emit("message:received", &host.message(&item)),
        HostEvent::Started => host.emit("conversation:start", &Object::new()),
        HostEvent::Ended(reason) => {
            let reason = match reason {
                EndReason::Own => "own",
                EndReason::Remote => "remote",
                EndReason::Expired => "expired",
                EndReason::Replaced => "replaced",
                EndReason::Banned => "banned",
                EndReason::Removed => "removed",
                EndReason::Refused => "refused",
            };
            host.emit("conversation:end", &host.object(&[("reason", reason.into())]));
        }
        HostEvent::Connection(link) => {
            let state = match link {
                Link::Idle => "idle",
                Link::Connecting => "connecting",
                Link::Live => "live",
                Link::Reconnecting => "reconnecting",
                Link::Ended => "ended",
            };
            host.emit("connection", &host.object(&[("state", state.into())]));
        }
        HostEvent::Error(error) => {
            host.emit("error", &host.object(&[("message", error.to_string().into())]));
        }
    }
}

/// The loader's hooks.
struct Host {
    hooks: Object,
    /// Names, made once: in a burst they are told a thousand times a second, and each making is a copy.
    words: RefCell<Vec<(&'static str, JsValue)>>,
}

impl Host {
    fn word(&self, word: &'static str) -> JsValue {
        let mut words = self.words.borrow_mut();
        if let Some((_, made)) = words.iter().find(|(of, _)| *of == word) {
            return made.clone();
        }
        let made = JsValue::from_str(word);
        words.push((word, made.clone()));
        made
    }

    fn message(&self, item: &Item) -> Object {
        let ItemKind::Message(message) = &item.kind else {
            return Object::new();
        };
        let id = item.server_id.as_ref().map_or(JsValue::NULL, |id| id.as_str().into());
        let role = match message.author.role {
            Role::Customer => "customer",
            Role::Agent => "agent",
            Role::Bot => "bot",
            Role::Fan => "fan",
            Role::Artist => "artist",
            Role::Moderator => "moderator",
        };
        let name = message.author.name.as_ref().into();
        let author = self.object(&[("name", name), ("role", self.word(role))]);
        #[expect(clippy::cast_precision_loss, reason = "exact for 285,000 years")]
        let at = item.at.0 as f64;
        self.object(&[
            ("id", id),
            ("text", message.source.as_ref().into()),
            ("at", js_sys::Date::new(&at.into()).into()),
            ("author", author.into()),
        ])
    }

    fn object(&self, fields: &[(&'static str, JsValue)]) -> Object {
        let object = Object::new();
        for (name, value) in fields {
            // Setting a field of a fresh plain object cannot fail.
            let _ = Reflect::set(&object, &self.word(name), value);
        }
        object
    }

    fn emit(&self, name: &'static str, detail: &Object) {
        self.invoke("emit", &Array::of2(&self.word(name), detail));
    }

    fn invoke(&self, name: &'static str, arguments: &Array) {
        let hook = Reflect::get(&self.hooks, &self.word(name));
        if let Ok(Ok(hook)) = hook.map(JsCast::dyn_into::<Function>) {
            // The loader catches what the host page's callbacks throw.
            let _ = hook.apply(&JsValue::NULL, arguments);
        }
    }
}
