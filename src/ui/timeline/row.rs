//! One row: a fixed element whose inside follows its item. The one place that maps an item to its view.

use std::sync::Arc;

use chirrup_core::timeline::{Delivery, Item};
use chirrup_core::timeline::{FailReason, GroupPlace, Message, Origin};
use chirrup_core::{ItemId, ItemKind};
use leptos::{html, prelude::*};

use super::bubble::bubble;
use super::divider::{day_divider, unread_divider};
use super::notice::{gap, notice};
use super::receipt::state_text;
use super::rich_text::plain_text;
use crate::i18n::{Locale, Strings, author_name, notice_text};
use crate::state::{Chat, RoomState, Row};
use crate::ui::erased::live;
use crate::ui::live::badge::{role_description, role_word};
use crate::ui::live::message::{gone_words, is_gone, live_class, live_message, private_words};
use crate::ui::tools::Kit;

/// What all rows of a transcript share.
#[derive(Clone, Copy)]
pub struct RowContext {
    pub chat: Chat,
    pub room: RoomState,
    pub locale: Locale,
    pub last_own: Memo<Option<ItemId>>,
    pub composer: NodeRef<html::Textarea>,
    pub tools: Kit,
}

impl RowContext {
    /// Whether this is a room of thousands.
    pub fn is_crowd(&self) -> bool {
        self.room.capabilities.with(|it| it.crowd)
    }
}

/// The row of an item.
pub fn timeline_row(row: Row, context: RowContext) -> AnyView {
    let Row { id, item } = row;
    let (labelled, classed) = (item.clone(), item.clone());
    let kind = item.get_untracked();
    let can_have_focus = match kind.kind {
        ItemKind::Message(_) | ItemKind::Notice(_) => true,
        ItemKind::DayDivider(_) | ItemKind::UnreadDivider | ItemKind::Gap => false,
    };
    let role = if can_have_focus { "article" } else { "separator" };
    // Not in the label, which a nickname could imitate.
    let kind = match &kind.kind {
        ItemKind::Message(message) => role_description(message.author.role, context.locale.words()),
        ItemKind::Notice(_) | ItemKind::DayDivider(_) | ItemKind::UnreadDivider | ItemKind::Gap => {
            None
        }
    };
    let class = move || row_class(&classed.get(), context);
    let label = move || row_label(&labelled.get(), context);
    view! {
        <div
            class=class
            role=role
            aria-roledescription=kind
            tabindex=can_have_focus.then_some("-1")
            data-row=can_have_focus.then_some("")
            data-item=id.to_string()
            aria-label=label
        >
            {live(move || row_body(&item.get(), context))}
        </div>
    }
}

fn row_body(item: &Arc<Item>, context: RowContext) -> AnyView {
    match &item.kind {
        ItemKind::Message(message) if context.is_crowd() => live_message(item, message, context),
        ItemKind::Message(message) => bubble(item, message, context),
        ItemKind::Notice(it) => notice(it, context.locale),
        ItemKind::DayDivider(day) => day_divider(*day, context),
        ItemKind::UnreadDivider => unread_divider(context.locale),
        ItemKind::Gap => gap(context.locale),
    }
}

fn row_class(item: &Item, context: RowContext) -> &'static str {
    match &item.kind {
        ItemKind::Message(message) if context.is_crowd() => live_class(message),
        ItemKind::Message(message) => message_class(message),
        ItemKind::Notice(_) => "row row--notice",
        ItemKind::DayDivider(_) => "row row--day",
        ItemKind::UnreadDivider => "row row--unread",
        ItemKind::Gap => "row row--gap",
    }
}

fn message_class(message: &Message) -> &'static str {
    match (message.origin, message.group) {
        (Origin::Own, GroupPlace::Single) => "row row--message is-own is-first is-last",
        (Origin::Own, GroupPlace::First) => "row row--message is-own is-first",
        (Origin::Own, GroupPlace::Middle) => "row row--message is-own",
        (Origin::Own, GroupPlace::Last) => "row row--message is-own is-last",
        (Origin::Other, GroupPlace::Single) => "row row--message is-other is-first is-last",
        (Origin::Other, GroupPlace::First) => "row row--message is-other is-first",
        (Origin::Other, GroupPlace::Middle) => "row row--message is-other",
        (Origin::Other, GroupPlace::Last) => "row row--message is-other is-last",
    }
}

/// What a screen reader says of a row.
fn row_label(item: &Item, context: RowContext) -> String {
    let words = context.locale.words();
    match &item.kind {
        ItemKind::Message(message) => message_label(item, message, context.locale),
        ItemKind::Notice(it) => notice_text(it, words),
        ItemKind::DayDivider(day) => {
            let today = context.chat.today().get();
            context.locale.day(*day, today)
        }
        ItemKind::UnreadDivider => words.new.to_owned(),
        ItemKind::Gap => words.gap.to_owned(),
    }
}

/// Author, time, text, and how far an own message got.
pub fn message_label(item: &Item, message: &Message, locale: Locale) -> String {
    let words = locale.words();
    let author = match message.origin {
        Origin::Own => words.you.to_owned(),
        Origin::Other => author_name(&message.author, words),
    };
    let author = match role_word(message.author.role, words) {
        Some(role) => [role, " ", &author].concat(),
        None => author,
    };
    let text = if is_gone(message) {
        gone_words(message, words).to_owned()
    } else {
        plain_text(&message.text)
    };
    let mut label = (words.message_label)(&author, &locale.time(item.at), &text);
    let marks = &message.marks;
    let more = [
        (marks.mentions_own() && marks.concealed.is_none()).then_some(words.live.mentions_you),
        marks.is_edited.then_some(words.live.edited),
        marks.reply_to.is_some().then_some(words.live.is_answer),
        (marks.concealed.is_some() && !is_gone(message)).then_some(words.live.hidden),
    ];
    for mark in more.into_iter().flatten() {
        label.push_str(". ");
        label.push_str(mark);
    }
    if marks.target.is_some() && marks.concealed.is_none() {
        label.push_str(". ");
        label.push_str(&private_words(message, None, words));
    }
    if let Some(state) = state_text(message.delivery, words) {
        label.push_str(". ");
        label.push_str(state);
    }
    if let Delivery::Failed(reason) = message.delivery {
        label.push_str(". ");
        label.push_str(fail_text(reason, words));
    }
    label
}

/// Why a message did not get through.
pub fn fail_text(reason: FailReason, words: &Strings) -> &'static str {
    match reason {
        FailReason::TimedOut => words.failed_timed_out,
        FailReason::Refused => words.failed_refused,
        FailReason::Denied => words.failed_denied,
        FailReason::Unreviewed => words.failed_unreviewed,
        FailReason::Ended => words.failed_ended,
    }
}
