//! Which keys do what.

use leptos::prelude::*;

use crate::i18n;

/// A list of keys, folded away.
#[component]
pub fn Keys() -> impl IntoView {
    let rows = i18n::KEY_TABLE.map(|(keys, what)| {
        let keys =
            keys.split(' ').map(|key| view! { <kbd class="keys__key">{key}</kbd> }).collect_view();
        view! {
            <dt class="keys__keys">{keys}</dt>
            <dd class="keys__what">{what}</dd>
        }
    });
    view! {
        <footer class="keys">
            <details>
            <summary class="keys__summary">{i18n::KEYS}</summary>
            <dl class="keys__table">{rows.collect_view()}</dl>
        </details>
        </footer>
    }
}
