//! A DOM event listener that is removed when dropped.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, EventTarget};

/// One listener on one target.
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Listens from here on.
    pub fn new(
        target: &EventTarget,
        name: &'static str,
        mut hear: impl FnMut(Event) + 'static,
    ) -> Self {
        let closure = Closure::<dyn FnMut(Event)>::new(move |event| {
            if !super::is_over() {
                hear(event);
            }
        });
        // The browser throws here for nothing that can be passed.
        let _ = target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
        Self { target: target.clone(), name, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        // As above; an absent listener is no error either.
        let _ = self.target.remove_event_listener_with_callback(self.name, callback);
    }
}
