//! A ring that turns while something is on its way.

use leptos::prelude::*;

/// A spinner. The words beside it, or its label, say what is awaited.
#[component]
pub fn Spinner() -> AnyView {
    // Not written into the view: an element of literals only is made from markup text, and a policy of
    // trusted types refuses that.
    let class = "spinner";
    view! { <span class=class aria-hidden="true"></span> }
}
