//! Listeners that end when they are dropped.

use std::borrow::Cow;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Event;

/// What an element that is not a node yet wants to hear.
pub(crate) struct Handler {
    pub(crate) name: Cow<'static, str>,
    pub(crate) act: Box<dyn FnMut(Event)>,
}

/// What a node hears.
pub(crate) struct Listener {
    node: web_sys::Element,
    name: Cow<'static, str>,
    act: Closure<dyn FnMut(Event)>,
}

impl Handler {
    pub(crate) fn attach(self, node: &web_sys::Element) -> Listener {
        let act = Closure::wrap(self.act);
        // The only failure is a second argument that is no function.
        drop(node.add_event_listener_with_callback(&self.name, act.as_ref().unchecked_ref()));
        Listener { node: node.clone(), name: self.name, act }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let act = self.act.as_ref().unchecked_ref();
        drop(self.node.remove_event_listener_with_callback(&self.name, act));
    }
}
