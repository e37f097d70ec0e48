//! The next frame of the page, called off when dropped.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::timer::Timer;

/// A page that paints nothing, in a tab behind others, has no frames. This long after the last one there is
/// something to do all the same; browsers make it a second or more there.
const WITHOUT_FRAMES_MILLIS: u64 = 250;

/// One `requestAnimationFrame`.
pub(super) struct Frame {
    handle: Option<i32>,
    _closure: Closure<dyn FnMut()>,
    _instead: Timer,
}

impl Frame {
    /// Runs `run` before the next paint, or a while later when there is none.
    pub(super) fn next(run: Box<dyn FnOnce()>) -> Self {
        let run = Rc::new(Cell::new(Some(run)));
        let once = move || {
            if let Some(run) = run.take().filter(|_| !super::is_over()) {
                run();
            }
        };
        let instead = Timer::after(WITHOUT_FRAMES_MILLIS, Box::new(once.clone()));
        let closure = Closure::<dyn FnMut()>::new(once);
        let handle = web_sys::window().and_then(|window| {
            window.request_animation_frame(closure.as_ref().unchecked_ref()).ok()
        });
        Self { handle, _closure: closure, _instead: instead }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        if let (Some(handle), Some(window)) = (self.handle, web_sys::window()) {
            // The only failure is a window that is gone.
            let _ = window.cancel_animation_frame(handle);
        }
    }
}
