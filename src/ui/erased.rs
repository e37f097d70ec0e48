//! Views and effects that follow signals, without their types: what the compiler would write out anew for each
//! of them is there once for all. Every visitor downloads the difference.
//!
//! Invariant: what is drawn is the same with and without it.

use leptos::prelude::*;

/// No view at all.
pub fn nothing() -> AnyView {
    ().into_any()
}

/// A view that follows the signals it reads.
pub fn live<T: Content>(mut view: impl FnMut() -> T + Send + 'static) -> AnyView {
    live_boxed(Box::new(move || view().erase()))
}

fn live_boxed(view: Box<dyn FnMut() -> AnyView + Send>) -> AnyView {
    view.into_any()
}

/// An effect that follows the signals it reads.
pub fn effect(run: impl FnMut() + 'static) {
    effect_boxed(Box::new(run));
}

fn effect_boxed(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_| run());
}

/// A view for each item, kept as long as an item of its key is there.
pub fn keyed<T: Send + 'static>(
    each: impl Fn() -> Vec<T> + Send + 'static,
    key: fn(&T) -> u64,
    view: impl Fn(T) -> AnyView + Clone + Send + 'static,
) -> AnyView {
    For(ForProps::builder().each(each).key(key).children(view).build()).into_any()
}
