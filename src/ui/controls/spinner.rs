//! A ring that turns while something is on its way.

use leptos::prelude::*;

/// A spinner. The words beside it, or its label, say what is awaited.
#[component]
pub fn Spinner() -> impl IntoView {
    view! { <span class="spinner" aria-hidden="true"></span> }
}
