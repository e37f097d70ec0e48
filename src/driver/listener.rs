//! A DOM event listener that is removed when dropped.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, EventTarget};

/// One listener on one target.
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    closure: Closure<dyn FnMut(Event)>,
    is_early: bool,
}

impl Listener {
    /// Listens from here on.
    pub fn new(
        target: &EventTarget,
        name: &'static str,
        hear: impl FnMut(Event) + 'static,
    ) -> Self {
        Self::listen(target, name, Box::new(hear), false)
    }

    /// Listens from here on, and hears before the listeners of elements inside the target.
    pub fn early(
        target: &EventTarget,
        name: &'static str,
        hear: impl FnMut(Event) + 'static,
    ) -> Self {
        Self::listen(target, name, Box::new(hear), true)
    }

    fn listen(
        target: &EventTarget,
        name: &'static str,
        mut hear: Box<dyn FnMut(Event)>,
        is_early: bool,
    ) -> Self {
        let closure = Closure::<dyn FnMut(Event)>::new(move |event| {
            if !super::is_over() {
                hear(event);
            }
        });
        // The browser throws here for nothing that can be passed.
        let callback = closure.as_ref().unchecked_ref();
        let _ = target.add_event_listener_with_callback_and_bool(name, callback, is_early);
        Self { target: target.clone(), name, closure, is_early }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        // As above; an absent listener is no error either.
        let _ = self.target.remove_event_listener_with_callback_and_bool(
            self.name,
            callback,
            self.is_early,
        );
    }
}
