//! Views and effects without their types: what the compiler would write out anew for each of them is there
//! once for all. Every visitor downloads the difference.
//!
//! Invariant: what is drawn is the same with and without it.

use leptos::prelude::*;

/// A view of which nothing but its being a view is known.
pub trait Erase {
    /// Forgets the type.
    fn erase(self) -> AnyView;
}

impl<T: IntoView + 'static> Erase for View<T> {
    fn erase(self) -> AnyView {
        // Without the wrapper, which would make two types of each.
        self.into_inner().into_any()
    }
}

impl Erase for Option<AnyView> {
    fn erase(self) -> AnyView {
        self.unwrap_or_else(nothing)
    }
}

/// No view at all.
pub fn nothing() -> AnyView {
    ().into_any()
}

/// A view that follows the signals it reads.
pub fn live(view: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    live_boxed(Box::new(view))
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
