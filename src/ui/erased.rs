//! Views and effects that follow signals, without their types: what the compiler would write out anew for each
//! of them is there once for all. Every visitor downloads the difference.
//!
//! Invariant: what is drawn is the same with and without it.

use leptos::prelude::*;

/// No view at all.
pub fn nothing() -> AnyView {
    AnyView::nothing()
}

/// A view that follows the signals it reads.
pub fn live<T: Content>(mut view: impl FnMut() -> T + 'static) -> AnyView {
    AnyView::live(Box::new(move || view().into_any()))
}

/// An effect that follows the signals it reads.
pub fn effect(run: impl FnMut() + 'static) {
    effect_boxed(Box::new(run));
}

fn effect_boxed(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_| run());
}
