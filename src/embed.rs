//! What the loader calls; the only place that touches the host page.
//!
//! The loader `public/chirrup.js` owns the element, the launcher and the window. It gives a shadow root and a
//! `<div>` in it, and a chat is mounted there. What is *not* here: components, protocol, storage.
//! Invariant: an instance is in the table from [`attach`] to [`detach`], nothing of it lives longer, and no
//! call into the table happens while it is borrowed.

pub mod config;
pub mod styles;
mod viewport;

mod api;
#[cfg(debug_assertions)]
mod failure;
mod service;

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Object, Promise};
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot};

use crate::driver::Browser;
use crate::state::{Chat, ChatOwner, Panel};
use config::Config;
pub use service::Service;

/// What belongs to one element. Fields are dropped in this order: the components before the chat.
struct Instance {
    _viewport: viewport::Follow,
    _mounted: Box<dyn Any>,
    owner: ChatOwner,
}

thread_local! {
    static INSTANCES: RefCell<Vec<(u32, Instance)>> = const { RefCell::new(Vec::new()) };
    static NEXT_ID: Cell<u32> = const { Cell::new(1) };
}

/// Makes the module ready, for one service. Called once, by `main`.
pub fn start(service: Service) {
    service::set(service);
    #[cfg(debug_assertions)]
    failure::explain_panics();
}

/// Mounts a chat into `mount`, a `<div>` in the shadow root `root` of `host`, and names it.
///
/// `options` are the host page's options in camel case; every mistake is listed in one console error, and
/// what is usable is used. `hooks` has `emit(name, detail)`, `unread(count)`, `close()`,
/// `phone` and `turn()` for [`viewport`], and `tools()`, which goes on in the module with moderators' tools: it
/// detaches the chat here and attaches it there, or calls [`lack`].
///
/// # Errors
/// Nothing can work with these options: a readable `Error`.
#[wasm_bindgen]
pub fn attach(
    host: &HtmlElement,
    root: &ShadowRoot,
    mount: HtmlElement,
    options: &Object,
    hooks: &Object,
) -> Result<u32, JsValue> {
    let config = Config::read(options, host).map_err(|error| js_sys::Error::new(&error))?;
    let service = service::get().ok_or_else(|| js_sys::Error::new("the module has not started"))?;
    let backend = service.backend(config.address).map_err(|error| js_sys::Error::new(&error))?;
    styles::adopt(root)?;
    let id = NEXT_ID.replace(NEXT_ID.get() + 1);
    let memory = api::handed_over(hooks);
    let outside = Browser::with_memory(config.persist, &config.key, memory.clone());
    let host = api::to_host(hooks.clone(), memory);
    let owner = Chat::new(config.settings, backend, Rc::new(outside), host);
    let chat = owner.chat();
    if let Err(error) = chat.identify(config.name.as_deref(), config.attributes) {
        config::report(&[format!("attributes: {error}")]);
    }
    let viewport = viewport::Follow::new(&mount, hooks);
    let mounted = mount_to(mount, move || {
        provide_context(chat);
        view! { <crate::ui::Panel door=service.door /> }
    });
    let instance = Instance { _viewport: viewport, _mounted: Box::new(mounted), owner };
    INSTANCES.with_borrow_mut(|instances| instances.push((id, instance)));
    Ok(id)
}

/// Takes a chat out of the page and closes its connection. What is not attached is no error.
#[wasm_bindgen]
pub fn detach(id: u32) {
    let instance = INSTANCES.with_borrow_mut(|instances| {
        let index = instances.iter().position(|(of, _)| *of == id);
        index.map(|index| instances.remove(index))
    });
    drop(instance);
}

/// The module trapped, or so the loader heard: a panic is a trap. Memory is not to be trusted, and none of the
/// driver's callbacks runs from here on.
#[wasm_bindgen]
pub fn retire() {
    crate::driver::end_of_life();
}

/// The window opened or closed, by the `person` or by the `page`.
#[wasm_bindgen(js_name = setOpen)]
pub fn set_open(id: u32, is_open: bool, by: &str) {
    if let Some(chat) = chat(id) {
        chat.set_panel(match (is_open, by) {
            (false, _) => Panel::Closed,
            (true, "person") => Panel::OpenedByPerson,
            (true, _) => Panel::OpenedByPage,
        });
    }
}

/// The module with moderators' tools could not be had.
#[wasm_bindgen]
pub fn lack(id: u32) {
    if let Some(chat) = chat(id) {
        chat.lack_tools();
    }
}

/// A method of the host page: `send`, `prefill`, `identify`, `setAttributes`, `signIn` or `reset`.
#[wasm_bindgen]
pub fn call(id: u32, method: &str, arguments: &Array) -> Promise {
    let result = match chat(id) {
        Some(chat) => api::call(chat, method, arguments),
        None => Err("the chat was destroyed".into()),
    };
    match result {
        Ok(()) => Promise::resolve(&JsValue::UNDEFINED),
        Err(sentence) => {
            Promise::reject(&js_sys::Error::new(&format!("Chirrup {method}: {sentence}")))
        }
    }
}

fn chat(id: u32) -> Option<Chat> {
    INSTANCES.with_borrow(|instances| {
        let found = instances.iter().find(|(of, _)| *of == id);
        found.map(|(_, instance)| instance.owner.chat())
    })
}
