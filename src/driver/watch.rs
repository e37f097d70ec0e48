//! What happens to the page: front or back, network, other tabs, going away.

use std::rc::Rc;

use chirrup_core::StoreKey;
use chirrup_core::session::{Network, Visibility};
use chirrup_wire::Secret;
use wasm_bindgen::JsCast;
use web_sys::{Event, PageTransitionEvent, StorageEvent, Window};

use super::Guard;
use super::listener::Listener;
use super::outside::News;
use super::storage::Kept;

/// Listens to the page until the guard is dropped. What differs from "visible and online" is told at once.
pub(super) fn watch(kept: &Rc<Kept>, tell: &Rc<dyn Fn(News)>) -> Guard {
    let Some(window) = web_sys::window() else {
        return Guard::of(());
    };
    let Some(document) = window.document() else {
        return Guard::of(());
    };
    if document.hidden() {
        tell(News::Visibility(Visibility::Hidden));
    }
    if !window.navigator().on_line() {
        tell(News::Network(Network::Offline));
    }
    let hear = |name: &'static str, news: fn() -> News| {
        let tell = Rc::clone(tell);
        Listener::new(&window, name, move |_| tell(news()))
    };
    let online = hear("online", || News::Network(Network::Online));
    let offline = hear("offline", || News::Network(Network::Offline));
    let hidden = hear("pagehide", || News::PageHidden);
    let visibility = Listener::new(&document, "visibilitychange", {
        let (tell, document) = (Rc::clone(tell), document.clone());
        move |_| {
            let is_hidden = document.hidden();
            tell(News::Visibility(if is_hidden {
                Visibility::Hidden
            } else {
                Visibility::Visible
            }));
        }
    });
    let restored = Listener::new(&window, "pageshow", {
        let tell = Rc::clone(tell);
        move |event: Event| {
            // The first `pageshow` of a page is not a return.
            if event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted) {
                tell(News::PageRestored);
            }
        }
    });
    let stored = other_tabs(&window, Rc::clone(kept), Rc::clone(tell));
    Guard::of([online, offline, hidden, visibility, restored, stored])
}

fn other_tabs(window: &Window, kept: Rc<Kept>, tell: Rc<dyn Fn(News)>) -> Listener {
    Listener::new(window, "storage", move |event: Event| {
        let Some(event) = event.dyn_ref::<StorageEvent>() else {
            return;
        };
        if !kept.is_area(event.storage_area().as_ref()) {
            return;
        }
        match event.key() {
            Some(name) => {
                if let Some(key) = kept.key_of(&name) {
                    tell(News::Stored { key, value: event.new_value().map(Secret::new) });
                }
            }
            // The whole area was cleared; the conversation went with it.
            None => tell(News::Stored { key: StoreKey::Resume, value: None }),
        }
    })
}
