//! What is known of a person: names, the end of the ticket, standing, the newest messages, and what can be done.

use std::sync::Arc;

use chirrup_core::{Item, ParticipantId};
use chirrup_wire::conventions::audience::EarlierName;
use leptos::{html, prelude::*};

use super::dialog::{Dialog, keep_focus};
use super::menu::about_person;
use super::{Moderating, Target, tail};
use crate::i18n::{Locale, author_name, use_locale};
use crate::ui::controls::icon::Icon;
use crate::ui::controls::menu::MenuEntry;
use crate::ui::dom::TimerSlot;
use crate::ui::erased::live;

/// So many of the newest messages.
const MESSAGES: usize = 5;

/// The card of a person.
#[component]
pub fn Card(moderating: Moderating, target: Target) -> AnyView {
    let locale = use_locale();
    let title = target.name.clone();
    moderating.chat.look_up(&target.person);
    let body = NodeRef::<html::Div>::new();
    let later: TimerSlot = StoredValue::new(None);
    let known = live(move || {
        keep_focus(body, later);
        known(&target, moderating, locale)
    });
    let body = view! { <div class="dialog__body" tabindex="0" node_ref=body>{known}</div> };
    view! { <Dialog moderating title body /> }
}

/// All of it, as core has it at the moment, and what the backend tells of the person, once it has.
fn known(target: &Target, moderating: Moderating, locale: Locale) -> AnyView {
    let about = moderating.words;
    let standing =
        moderating.chat.rules(moderating.room, |rules, now| rules.standing(&target.person, now));
    let told = moderating.chat.about(moderating.room, &target.person).unwrap_or_default();
    let messages = messages_of(&target.person, moderating);
    let names = earlier_names(&messages, &target.name, told.earlier, locale);
    let signs = standing.map(|standing| {
        let timeout = standing.timeout.map(|it| (about.is_timed_out)(&locale.time(it.until())));
        let sign = |holds: bool, sign: &str| holds.then(|| sign.to_owned());
        [
            timeout,
            sign(standing.is_banned || told.is_banned, about.is_banned),
            sign(standing.hidden.is_some(), about.is_hidden),
            sign(standing.is_approved, about.is_approved),
        ]
    });
    let signs = signs.into_iter().flatten().flatten();
    let signs = signs.map(|sign| view! { <span class="card__sign">{sign}</span> }).collect_view();
    let newest: Vec<_> = messages.iter().rev().take(MESSAGES).map(|it| line(it, locale)).collect();
    let none = newest.is_empty().then_some(about.no_messages);
    let entries = about_person(target, moderating).into_iter();
    let buttons = entries.map(|entry| button(entry, moderating)).collect_view();
    view! {
        <div class="card__signs">{signs}</div>
        {(!names.is_empty()).then(|| fact(about.earlier_names, names.join(", ")))}
        {fact(about.ticket, tail(&target.person))}
        <p class="card__label">{about.last_messages}</p>
        <div class="card__messages" role="list">{newest}{none}</div>
        <div class="card__actions">{buttons}</div>
    }
}

fn fact(label: &'static str, text: String) -> AnyView {
    view! {
        <p class="card__fact">
            <span class="card__label">{label}</span>
            " "
            <bdi>{text}</bdi>
        </p>
    }
}

fn line(item: &Arc<Item>, locale: Locale) -> AnyView {
    let message = item.message();
    let text = message.map_or(String::new(), |message| message.source.to_string());
    let is_hidden = message.is_some_and(|message| message.marks.concealed.is_some());
    let class = if is_hidden { "card__message is-concealed" } else { "card__message" };
    view! {
        <div class=class role="listitem">
            <span class="card__label">{locale.time(item.at)}</span>
            " "
            <span class="live__text" dir="auto">{text}</span>
        </div>
    }
}

/// A menu's entry as a button of the card.
fn button(entry: MenuEntry, moderating: Moderating) -> AnyView {
    let class = if entry.danger { "button card__button is-danger" } else { "button card__button" };
    let pick = move |_| {
        moderating.close();
        entry.on_pick.run(());
    };
    view! {
        <button type="button" class=class data-about=entry.label on:click=pick>
            <Icon path=entry.icon />
            {entry.label}
        </button>
    }
}

/// A person's messages, oldest first, as far as they are here.
fn messages_of(person: &ParticipantId, moderating: Moderating) -> Vec<Arc<Item>> {
    moderating.room.rows.with_untracked(|rows| {
        let items = rows.iter().map(|row| row.item.get_untracked());
        items
            .filter(|item| item.message().is_some_and(|message| message.author.id == *person))
            .collect()
    })
}

/// Names that the person had before, newest first, each once: those that the backend tells, and those that the
/// rows have, for a backend that tells nothing.
fn earlier_names(
    messages: &[Arc<Item>],
    last: &str,
    told: Vec<EarlierName>,
    locale: Locale,
) -> Vec<String> {
    let of_rows = messages.iter().rev().filter_map(|item| item.message());
    let of_rows = of_rows.map(|message| author_name(&message.author, locale.words()));
    let mut names: Vec<String> = Vec::new();
    for name in told.into_iter().map(|told| told.nickname).chain(of_rows) {
        if name != last && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
