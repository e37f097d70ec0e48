//! Grey rows while the first page is on its way. The style sheet shows them not before 300 ms.

use leptos::prelude::*;

use crate::i18n::use_locale;

/// Stands where the messages will be.
#[component]
pub fn Skeleton() -> AnyView {
    let words = use_locale().words();
    // Not written into the view: see `Spinner`.
    let row = "skeleton__row";
    view! {
        <div class="skeleton" role="img" aria-label=words.loading>
            <span class=row></span>
            <span class=row></span>
            <span class=row></span>
            <span class=row></span>
        </div>
    }
}
