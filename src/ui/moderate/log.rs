//! Who did what, to whom, when and why, newest first, with the way back from each.

use std::sync::Arc;

use chirrup_core::moderation::Ruling;
use chirrup_core::{Item, ParticipantId, ServerId};
use chirrup_wire::conventions::Deed;
use leptos::{html, prelude::*};

use super::Moderating;
use super::dialog::{Dialog, keep_focus};
use crate::i18n::{Strings, author_name};
use crate::ui::dom::TimerSlot;
use crate::ui::erased::live;

/// The log of a room.
#[component]
pub fn Log(moderating: Moderating) -> AnyView {
    let (chat, room) = (moderating.chat, moderating.room);
    let body = NodeRef::<html::Div>::new();
    let later: TimerSlot = StoredValue::new(None);
    let lines = live(move || {
        keep_focus(body, later);
        let entries = chat.rules(room, |rules, _| {
            let entries = rules.log().rev();
            entries.map(|it| (Arc::clone(it), rules.undo(&it.id).is_some())).collect::<Vec<_>>()
        });
        let entries = entries.unwrap_or_default();
        let none = entries.is_empty().then_some(moderating.words.log_empty);
        let entries = entries.iter().map(|(it, can_undo)| line(it, *can_undo, moderating));
        view! {
            <p class="dialog__text">{none}</p>
            <div role="list">{entries.collect_view()}</div>
        }
    });
    let body = view! {
        <div class="dialog__body log" tabindex="0" data-first="" node_ref=body>{lines}</div>
    };
    view! { <Dialog moderating title=moderating.words.log.to_owned() body /> }
}

fn line(ruling: &Arc<Ruling>, can_undo: bool, moderating: Moderating) -> AnyView {
    let (locale, words) = (moderating.locale, moderating.words);
    let by = moderating.name_of_moderator(ruling);
    let did = moderating.deed_text(ruling);
    let moment = locale.moment(ruling.at);
    let why = ruling.reason.clone();
    let id = ruling.id.clone();
    let about = id.as_str().to_owned();
    let take_back = move |_| moderating.chat.take_back(&id);
    let undo = can_undo.then(|| {
        view! {
            <button type="button" class="text-button" data-about=about on:click=take_back>
                {words.undo}
            </button>
        }
    });
    view! {
        <div class="log__line" role="listitem">
            <time class="card__label" datetime=moment.iso title=moment.text>{locale.time(ruling.at)}</time>
            <span class="log__text">
                <bdi class="log__who">{by}</bdi>
                " "
                <bdi>{did}</bdi>
                {why.map(|why| view! { <span class="log__why" dir="auto">{why}</span> })}
            </span>
            {undo}
        </div>
    }
}

impl Moderating {
    /// Who did something.
    pub(super) fn name_of_moderator(self, ruling: &Ruling) -> String {
        let words = self.locale.words();
        let is_own = self.chat.is_own(&ruling.by);
        match (is_own, &*ruling.by_name) {
            (true, _) => words.you.to_owned(),
            (false, "") => words.somebody.to_owned(),
            (false, name) => name.to_owned(),
        }
    }

    /// What was done, after the name of who did it.
    pub(super) fn deed_text(self, ruling: &Ruling) -> String {
        let (locale, words) = (self.locale, self.locale.words());
        let named = |user: &str| self.name_or(&ParticipantId::from(user), "");
        let author = |id: &str| {
            let author = self.author_of(&ServerId::from(id));
            author.map_or_else(|| words.somebody.to_owned(), |item| name_in(&item, words))
        };
        let (whom, detail) = match &ruling.deed {
            Deed::Hide { id } | Deed::Restore { id } | Deed::Pin { id } => {
                (author(id), String::new())
            }
            Deed::Timeout { user, .. } => (named(user), locale.time(ruling.until())),
            Deed::HideUser { user }
            | Deed::RestoreUser { user }
            | Deed::EndTimeout { user }
            | Deed::Ban { user }
            | Deed::Unban { user }
            | Deed::ApproveUser { user }
            | Deed::UnapproveUser { user } => (named(user), String::new()),
            Deed::Held { user, name, .. } => {
                (self.name_or(&ParticipantId::from(user.as_str()), name), String::new())
            }
            Deed::SlowMode { seconds } => (String::new(), seconds.to_string()),
            Deed::Announce { text } => (String::new(), text.clone()),
            Deed::Clear
            | Deed::Unclear
            | Deed::Unpin
            | Deed::Unannounce
            | Deed::Mode(_)
            | Deed::Approve { .. }
            | Deed::Reject { .. }
            | Deed::Unknown { .. } => (String::new(), String::new()),
        };
        (self.words.deed)(&ruling.deed, &whom, &detail)
    }

    fn author_of(self, id: &ServerId) -> Option<Arc<Item>> {
        self.room.rows.with_untracked(|rows| {
            let mut items = rows.iter().rev().map(|row| row.item.get_untracked());
            items.find(|item| item.server_id.as_ref() == Some(id))
        })
    }
}

fn name_in(item: &Item, words: &Strings) -> String {
    item.message().map_or_else(String::new, |message| author_name(&message.author, words))
}
