//! A timer that is cleared when dropped.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// One `setTimeout`.
pub(super) struct Timer {
    handle: Option<i32>,
    _closure: Closure<dyn FnMut()>,
}

impl Timer {
    /// Runs `run` after so many milliseconds; the browser's longest wait is 24 days.
    pub(super) fn after(millis: u64, run: Box<dyn FnOnce()>) -> Self {
        let mut run = Some(run);
        let closure = Closure::<dyn FnMut()>::new(move || {
            if let Some(run) = run.take().filter(|_| !super::is_over()) {
                run();
            }
        });
        let millis = i32::try_from(millis).unwrap_or(i32::MAX);
        let handle = web_sys::window().and_then(|window| {
            let callback = closure.as_ref().unchecked_ref();
            window.set_timeout_with_callback_and_timeout_and_arguments_0(callback, millis).ok()
        });
        Self { handle, _closure: closure }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let (Some(handle), Some(window)) = (self.handle, web_sys::window()) {
            window.clear_timeout_with_handle(handle);
        }
    }
}
