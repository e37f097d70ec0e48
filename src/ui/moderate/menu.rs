//! What can be done about a message, as a menu beside its row, or from the lower edge where fingers press.

use chirrup_core::timeline::Concealed;
use chirrup_core::{ItemId, ParticipantId};
use chirrup_wire::conventions::Deed;
use leptos::{html, prelude::*};

use web_sys::HtmlElement;

use super::ask::Question;
use super::{Front, Moderating, Target};
use crate::ui::controls::icon;
use crate::ui::controls::menu::{MenuEntry, MenuList};
use crate::ui::dom::find;
use crate::ui::erased::effect;

/// For how many seconds somebody can be silenced.
pub const TIME_OUTS: [u64; 6] = [10, 60, 300, 600, 1_800, 86_400];

/// A menu near a row. A press elsewhere closes it.
#[component]
pub fn RowMenu(
    moderating: Moderating,
    /// The row.
    item: ItemId,
    /// Its name.
    label: String,
    /// What can be picked.
    entries: Vec<MenuEntry>,
) -> AnyView {
    let place = NodeRef::<html::Div>::new();
    effect(move || {
        if let Some(place) = place.get() {
            let style = HtmlElement::style(&place);
            let heights = [
                ("--row-menu-top", bottom_px(moderating, item)),
                ("--row-menu-height", f64::from(place.offset_height())),
            ];
            for (name, px) in heights {
                // The only failure is a style that is read-only; then the menu stands at the top.
                drop(style.set_property(name, &[&px.to_string(), "px"].concat()));
            }
        }
    });
    let is_pressed = StoredValue::new(false);
    let on_leave = Callback::new(move |_| moderating.close());
    view! {
        <div
            class="row-menu__veil"
            // A finger that opened the menu by resting on a row goes up over it.
            on:pointerdown=move |_| is_pressed.set_value(true)
            on:click=move |_| if is_pressed.get_value() { moderating.close() }
        ></div>
        <div class="row-menu" node_ref=place>
            <MenuList label entries on_leave />
        </div>
    }
}

/// The lower edge of the row, from the top of the panel.
fn bottom_px(moderating: Moderating, item: ItemId) -> f64 {
    let Some(panel) = moderating.panel() else { return 0.0 };
    let row = find(&panel, &["[data-item='", &item.to_string(), "']"].concat());
    let top = panel.get_bounding_client_rect().top();
    row.map_or(0.0, |row| row.get_bounding_client_rect().bottom() - top)
}

/// What an entry does.
enum Pick {
    Say(Deed),
    Open(Front),
    TimeOut(ParticipantId, u64),
    Copy(String),
}

/// What can be done about a message and its author.
pub(super) fn actions(target: &Target, moderating: Moderating) -> Vec<MenuEntry> {
    let (chat, room, about) = (moderating.chat, moderating.room, moderating.words);
    let entry = |icon, label, pick| entry(icon, label, false, pick, moderating);
    let (id, concealed) = (target.id(), moderating.concealed(target.item));
    let is_pinned = chat.rules(room, |rules, _| rules.pin() == target.message).unwrap_or_default();
    let turn = match concealed {
        None => Some(entry(icon::HIDDEN, about.hide, Pick::Say(Deed::Hide { id: id.clone() }))),
        Some(Concealed::Hidden) => {
            Some(entry(icon::UNDO, about.restore, Pick::Say(Deed::Restore { id: id.clone() })))
        }
        // Its text is nowhere any more.
        Some(Concealed::Redacted) => None,
    };
    let pin = match (is_pinned, concealed) {
        (true, _) => Some(entry(icon::PIN, about.unpin, Pick::Say(Deed::Unpin))),
        (false, None) => Some(entry(icon::PIN, about.pin, Pick::Say(Deed::Pin { id: id.clone() }))),
        (false, Some(_)) => None,
    };
    let mut entries: Vec<_> = turn.into_iter().chain(pin).collect();
    entries.push(entry(icon::PERSON, about.about, Pick::Open(Front::Card(target.clone()))));
    entries.push(entry(icon::COPY, about.copy_id, Pick::Copy(id)));
    entries.extend(about_person(target, moderating));
    entries
}

/// What can be done about a person; nothing about other moderators.
pub(super) fn about_person(target: &Target, moderating: Moderating) -> Vec<MenuEntry> {
    let (chat, room, about) = (moderating.chat, moderating.room, moderating.words);
    let standing = chat.rules(room, |rules, now| rules.standing(&target.person, now));
    let Some(standing) = standing.filter(|standing| !standing.is_authority) else {
        return Vec::new();
    };
    let user = || target.person.as_str().to_owned();
    let say = |icon, label, deed| entry(icon, label, false, Pick::Say(deed), moderating);
    let ask = |icon, label, question| {
        let front = Front::Ask(question, target.clone());
        entry(icon, label, true, Pick::Open(front), moderating)
    };
    let private = Pick::Open(Front::Private(target.clone()));
    let time_outs = Pick::Open(Front::TimeOuts(target.clone()));
    let mut entries = vec![
        entry(icon::CHAT, about.private, false, private, moderating),
        entry(icon::CLOCK, about.time_out, false, time_outs, moderating),
    ];
    if standing.timeout.is_some() {
        entries.push(say(icon::UNDO, about.end_time_out, Deed::EndTimeout { user: user() }));
    }
    entries.push(if standing.is_approved {
        say(icon::UNDO, about.unapprove_user, Deed::UnapproveUser { user: user() })
    } else {
        say(icon::SHIELD, about.approve_user, Deed::ApproveUser { user: user() })
    });
    entries.push(if standing.hidden.is_some() {
        say(icon::UNDO, about.restore_user, Deed::RestoreUser { user: user() })
    } else {
        ask(icon::HIDDEN, about.hide_user, Question::HideUser)
    });
    entries.push(if standing.is_banned {
        say(icon::UNDO, about.unban, Deed::Unban { user: user() })
    } else {
        ask(icon::BLOCKED, about.ban, Question::Ban)
    });
    entries
}

/// For how long somebody can be silenced.
pub(super) fn time_outs(target: &Target, moderating: Moderating) -> Vec<MenuEntry> {
    let entry = |(seconds, label)| {
        let pick = Pick::TimeOut(target.person.clone(), seconds);
        entry(icon::CLOCK, label, false, pick, moderating)
    };
    TIME_OUTS.into_iter().zip(moderating.words.time_outs).map(entry).collect()
}

fn entry(
    icon: &'static str,
    label: &'static str,
    danger: bool,
    pick: Pick,
    moderating: Moderating,
) -> MenuEntry {
    let chat = moderating.chat;
    let on_pick = Callback::new(move |()| match &pick {
        Pick::Say(deed) => chat.moderate(deed.clone(), ""),
        Pick::Open(front) => moderating.open(front.clone()),
        Pick::TimeOut(person, seconds) => chat.time_out(person, *seconds, ""),
        Pick::Copy(text) => chat.copy_text(text),
    });
    MenuEntry { icon, label, danger, on_pick }
}
