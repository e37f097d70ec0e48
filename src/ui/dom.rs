//! The few things of the DOM that components share: focus that never scrolls, and owned guards for a timer,
//! a listener and a resize observer. A guard stops what it owns when it is dropped; nothing is ever leaked.

use leptos::prelude::{StoredValue, window};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, EventTarget, FocusOptions, HtmlElement, ResizeObserver};

/// Moves focus without scrolling anything: a widget never moves its host page.
pub fn focus_quietly(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // The only failure is an element without focus support; then focus stays where it is.
    drop(element.focus_with_options(&options));
}

/// The first element under `root` that matches, as something that can have focus.
pub fn find(root: &Element, selector: &str) -> Option<HtmlElement> {
    root.query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// The target of an event, or what it lies in, whichever matches first.
pub fn find_up(target: Option<&EventTarget>, selector: &str) -> Option<HtmlElement> {
    target?.dyn_ref::<Element>()?.closest(selector).ok().flatten()?.dyn_into().ok()
}

/// Whether a media query holds at the moment.
pub fn media_matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// One thing to do later. Dropping it calls it off.
pub struct Timer {
    handle: i32,
    _run: Closure<dyn FnMut()>,
}

impl Timer {
    /// Runs `act` once after `delay_millis`.
    pub fn after(delay_millis: i32, act: impl FnOnce() + 'static) -> Self {
        Self::after_boxed(delay_millis, Box::new(act))
    }

    fn after_boxed(delay_millis: i32, act: Box<dyn FnOnce()>) -> Self {
        let run = Closure::once(act);
        let handle = window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(
                run.as_ref().unchecked_ref(),
                delay_millis,
            )
            .unwrap_or_default();
        Self { handle, _run: run }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        window().clear_timeout_with_handle(self.handle);
    }
}

/// Place for a timer of a component: setting it again calls the earlier one off.
pub type TimerSlot = StoredValue<Option<Timer>>;

/// An event of an element that is in the document already. Dropping it ends that.
pub struct Heard {
    element: Element,
    name: &'static str,
    act: Closure<dyn FnMut(Event)>,
}

impl Heard {
    /// Hears an event of the element, or of what is in it.
    pub fn new(element: &Element, name: &'static str, act: impl FnMut(Event) + 'static) -> Self {
        let act = Closure::<dyn FnMut(Event)>::new(act);
        // The only failure is a second argument that is no function.
        drop(element.add_event_listener_with_callback(name, act.as_ref().unchecked_ref()));
        Self { element: element.clone(), name, act }
    }
}

impl Drop for Heard {
    fn drop(&mut self) {
        let act = self.act.as_ref().unchecked_ref();
        // An absent listener is no error.
        drop(self.element.remove_event_listener_with_callback(self.name, act));
    }
}

/// Tells when elements change size. Dropping it ends that.
pub struct SizeObserver {
    observer: Option<ResizeObserver>,
    _run: Closure<dyn FnMut()>,
}

impl SizeObserver {
    /// Calls `act` after layout and before paint whenever one of the elements has another size.
    pub fn new(elements: &[&Element], act: impl FnMut() + 'static) -> Self {
        let run = Closure::<dyn FnMut()>::new(act);
        let observer = ResizeObserver::new(run.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            for element in elements {
                observer.observe(element);
            }
        }
        Self { observer, _run: run }
    }
}

impl Drop for SizeObserver {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
