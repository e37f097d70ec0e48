//! What a row has for moderators: three buttons that float over its end while it is pointed at or has focus
//! (`live::beside`), and under a hidden message who hid it, why, and the way back. Neither shifts the text.

use std::sync::Arc;

use chirrup_core::Item;
use chirrup_core::timeline::Concealed;
use chirrup_wire::conventions::Deed;
use leptos::{ev, prelude::*};

use super::{Front, Moderating, Target};
use crate::ui::controls::button::IconButton;
use crate::ui::controls::icon;
use crate::ui::erased::{live, nothing};
use crate::ui::timeline::bubble::focus_row_of;

/// The buttons of a row.
pub(super) fn tools(item: &Arc<Item>, moderating: Moderating) -> AnyView {
    if !moderating.is_on() {
        return nothing();
    }
    let Some(target) = Target::of(item, moderating.locale.words()) else { return nothing() };
    let concealed = item.message().and_then(|message| message.marks.concealed);
    toolbar(&target, concealed, moderating)
}

fn toolbar(target: &Target, concealed: Option<Concealed>, moderating: Moderating) -> AnyView {
    let words = moderating.words;
    let open = |front: fn(Target) -> Front| {
        let target = target.clone();
        Callback::new(move |()| moderating.open(front(target.clone())))
    };
    let (path, label) = match concealed {
        Some(_) => (icon::UNDO, words.restore),
        None => (icon::HIDDEN, words.hide),
    };
    let hides = target.clone();
    let turn = Callback::new(move |()| turn(&hides, concealed, moderating));
    let can_turn = concealed != Some(Concealed::Redacted);
    view! {
        <div
            class="tools"
            role="toolbar"
            aria-label=(words.tools)(&target.name)
            on:pointerenter=move |_| moderating.reach_for()
        >
            {can_turn.then(|| view! { <IconButton icon=path label on_press=turn /> })}
            <IconButton icon=icon::CLOCK label=words.time_out on_press=open(Front::TimeOuts) />
            <IconButton icon=icon::MORE label=words.more on_press=open(Front::Menu) />
        </div>
    }
}

/// Hides a message, or brings it back.
pub(super) fn turn(target: &Target, concealed: Option<Concealed>, moderating: Moderating) {
    let id = target.id();
    let deed = match concealed {
        None => Deed::Hide { id },
        Some(Concealed::Hidden) => Deed::Restore { id },
        // Its text is nowhere any more.
        Some(Concealed::Redacted) => return,
    };
    moderating.chat.moderate(deed, "");
}

/// Under a hidden message, after the sign that it is: by whom, why, and the way back.
pub(super) fn note(sign: AnyView, item: &Arc<Item>, moderating: Moderating) -> AnyView {
    if !moderating.is_on() {
        return sign;
    }
    let (chat, room, words) = (moderating.chat, moderating.room, moderating.words);
    let (item, at) = (Arc::clone(item), item.at);
    let by_whom = live(move || {
        let target = Target::of(&item, moderating.locale.words())?;
        let id = target.message.clone()?;
        let ruling =
            chat.rules(room, |rules, _| rules.hidden(&id, &target.person, at).cloned())??;
        let offered = chat.undoable(room).is_some_and(|offered| offered.id == ruling.id);
        let label = if offered { words.undo } else { words.restore };
        let by = (!chat.is_own(&ruling.by))
            .then(|| (words.hidden_by)(&moderating.name_of_moderator(&ruling)));
        let why = ruling.reason.clone().map(|why| {
            view! { <span class="hidden-note__why" dir="auto">{why}</span> }
        });
        let restore = move |event: ev::MouseEvent| {
            // The button goes away with the note.
            focus_row_of(&event);
            turn(&target, Some(Concealed::Hidden), moderating);
        };
        Some(view! {
            <bdi>{by}</bdi>
            {why}
            <button type="button" class="text-button" on:click=restore>{label}</button>
        })
    });
    view! {
        <div class="hidden-note">
            {sign}
            {by_whom}
        </div>
    }
}
