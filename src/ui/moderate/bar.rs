//! The bar above the messages: triage with its keys, what waits for review, the log, the room's rules.

use leptos::prelude::*;

use super::{Front, Moderating};
use crate::ui::dom::focus_quietly;
use crate::ui::erased::live;

/// The bar; nothing for who is no moderator.
#[component]
pub fn Bar(moderating: Moderating) -> AnyView {
    let about = moderating.words;
    let is_on = Memo::new(move |_| moderating.is_on());
    let triage = moderating.triage;
    let toggle = move |_| {
        triage.update(|is_on| *is_on = !*is_on);
        if let Some(list) = moderating.list.get_untracked().filter(|_| triage.get_untracked()) {
            focus_quietly(&list);
        }
    };
    let waiting = Memo::new(move |_| moderating.held().len());
    let opens = move |label: AnyView, front: Front| {
        let open = move |_| moderating.open(front.clone());
        view! {
            <button type="button" class="bar__button" aria-haspopup="dialog" on:click=open>
                {label}
            </button>
        }
    };
    live(move || {
        is_on.get().then(|| {
            let review = live(move || (about.review)(waiting.get()));
            let keys = live(move || triage.get().then(|| keys(about.triage_keys)));
            view! {
                <div class="bar" role="group" aria-label=about.bar>
                    <button
                        type="button"
                        class="bar__button"
                        aria-pressed=move || if triage.get() { "true" } else { "false" }
                        on:click=toggle
                    >
                        {about.triage}
                    </button>
                    {opens(review, Front::Review)}
                    {opens(about.log.into_any(), Front::Log)}
                    {opens(about.room.into_any(), Front::Rules)}
                    {keys}
                </div>
            }
        })
    })
}

/// The keys of triage.
fn keys(keys: [(&'static str, &'static str); 6]) -> AnyView {
    let keys = keys.into_iter().map(|(key, does)| {
        view! { <span class="bar__key"><span class="bar__letter">{key}</span>{does}</span> }
    });
    view! { <div class="bar__keys">{keys.collect_view()}</div> }
}
