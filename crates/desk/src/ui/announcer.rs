//! The desk's one live region. Each conversation has its own for what is said in it.

use leptos::prelude::*;

use crate::i18n;
use crate::state::{Told, use_desk};

/// Speaks the latest news politely. A telling with the same words is a node of its own, and is spoken again.
#[component]
pub fn Announcer() -> impl IntoView {
    let desk = use_desk();
    let latest = move || {
        let told = desk.told().get();
        (!told.news.is_empty()).then_some(told)
    };
    view! {
        <div class="visually-hidden" role="status" data-testid="news">
            <For
                each=latest
                key=|told| told.number
                children=|told: Told| {
                    told.news.iter().map(|news| view! { <p>{i18n::news(news)}</p> }).collect_view()
                }
            />
        </div>
    }
}
