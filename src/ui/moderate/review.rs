//! Messages that wait for review, oldest first, each with its two answers.

use std::sync::Arc;

use chirrup_core::ParticipantId;
use chirrup_core::moderation::Ruling;
use chirrup_wire::conventions::Deed;
use leptos::prelude::*;

use super::dialog::Dialog;
use super::{Moderating, tail};
use crate::ui::erased::live;

/// The queue.
#[component]
pub fn Review(moderating: Moderating) -> AnyView {
    let lines = live(move || {
        let held = moderating.held();
        let none = held.is_empty().then_some(moderating.words.review_empty);
        view! {
            <p class="dialog__text">{none}</p>
            <div role="list">
                {held.iter().filter_map(|it| line(it, moderating)).collect_view()}
            </div>
        }
    });
    let body = view! { <div class="dialog__body" tabindex="0" data-first="">{lines}</div> };
    view! { <Dialog moderating title=(moderating.words.review)(0) body /> }
}

fn line(held: &Arc<Ruling>, moderating: Moderating) -> Option<AnyView> {
    let (locale, words) = (moderating.locale, moderating.words);
    let Deed::Held { id, user, text } = &held.deed else { return None };
    let person = ParticipantId::from(user.as_str());
    let name = moderating.name_of(&person);
    let name = name.unwrap_or_else(|| ["…", &tail(&person)].concat());
    let answer = |label, class, deed: Deed| {
        let act = move |_| moderating.chat.moderate(deed.clone(), "");
        view! { <button type="button" class=class on:click=act>{label}</button> }
    };
    let approve = Deed::Approve { id: id.clone() };
    let reject = Deed::Reject { id: id.clone() };
    Some(view! {
        <div class="held" role="listitem">
            <p class="held__text">
                <span class="card__label">{locale.time(held.at)}</span>
                " "
                <bdi class="log__who">{name}</bdi>
                " "
                <span dir="auto">{text.clone()}</span>
            </p>
            <div class="held__answers">
                {answer(words.approve, "button button--primary", approve)}
                {answer(words.reject, "button", reject)}
            </div>
        </div>
    })
}

impl Moderating {
    /// What waits for review. Tracks.
    pub(super) fn held(self) -> Vec<Arc<Ruling>> {
        self.chat.rules(self.room, |rules, _| rules.held().to_vec()).unwrap_or_default()
    }
}
