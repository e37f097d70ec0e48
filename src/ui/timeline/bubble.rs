//! A message: avatar, name, bubble, and under the last of a group its time and state.

use std::sync::Arc;

use chirrup_core::ItemId;
use chirrup_core::timeline::{Delivery, FailReason, GroupPlace, Item, Message, Origin};
use leptos::prelude::*;

use super::emoji::is_emoji_only;
use super::keys::ROW;
use super::receipt::receipt;
use super::rich_text::rich_text;
use super::row::{RowContext, fail_text};
use crate::i18n::author_name;
use crate::ui::avatar::avatar;
use crate::ui::controls::icon::{self, Icon};
use crate::ui::dom::{find_up, focus_quietly};
use crate::ui::erased::live;

/// The inside of a message's row.
pub fn bubble(item: &Arc<Item>, message: &Message, context: RowContext) -> AnyView {
    let (starts_group, ends_group) = match message.group {
        GroupPlace::Single => (true, true),
        GroupPlace::First => (true, false),
        GroupPlace::Middle => (false, false),
        GroupPlace::Last => (false, true),
    };
    let is_own = message.origin == Origin::Own;
    let words = context.locale.words();
    let name = author_name(&message.author, words);
    let shows_avatar = ends_group && !is_own;
    let failed = match message.delivery {
        Delivery::Failed(reason) => Some(reason),
        Delivery::Received
        | Delivery::Sending { .. }
        | Delivery::Waiting
        | Delivery::InReview
        | Delivery::Sent
        | Delivery::Delivered
        | Delivery::Read => None,
    };
    let class = match (is_own, is_emoji_only(&message.source), failed) {
        (_, true, None) => "bubble bubble--emoji",
        (true, _, Some(_)) => "bubble bubble--out is-failed",
        (true, ..) => "bubble bubble--out",
        (false, ..) => "bubble bubble--in",
    };
    let part = if is_own { "bubble bubble-out" } else { "bubble bubble-in" };
    let meta = match failed {
        Some(reason) => failure(item.id, reason, context),
        None if ends_group || message.delivery == Delivery::Waiting => meta(item, message, context),
        None => time(item, context, "bubble__aside"),
    };

    view! {
        {(!is_own).then(|| {
            let face = shows_avatar.then(|| avatar(&name, message.author.id.as_str(), message.author.role));
            view! { <span class="row__gutter">{face}</span> }
        })}
        <div class="row__body">
            {(starts_group && !is_own).then(|| view! { <div class="row__name">{name.clone()}</div> })}
            <div class=class part=part dir="auto">
                {rich_text(&message.text, words)}
            </div>
            {meta}
        </div>
    }
}

/// Time and state, under the last bubble of a group.
fn meta(item: &Arc<Item>, message: &Message, context: RowContext) -> AnyView {
    let (id, delivery) = (item.id, message.delivery);
    // Checks stand on the last own group only; what has not been sent says so everywhere.
    let state = live(move || {
        let is_last = context.last_own.get() == Some(id);
        let is_unsent = matches!(delivery, Delivery::Sending { .. } | Delivery::Waiting);
        let mark = is_last || is_unsent;
        mark.then(|| receipt(delivery, context.locale.words()))
    });
    let state = (message.origin == Origin::Own).then_some(state);
    let cancel = (delivery == Delivery::Waiting)
        .then(|| text_button(context.locale.words().cancel, discard(id, context)));
    view! {
        <div class="meta" part="meta">
            {time(item, context, "meta__time")}
            {state}
            {cancel}
        </div>
    }
}

/// The time, with the day and the full form in its title.
pub fn time(item: &Arc<Item>, context: RowContext, class: &'static str) -> AnyView {
    let moment = context.locale.moment(item.at);
    view! {
        <time class=class datetime=moment.iso title=moment.text>
            {context.locale.time(item.at)}
        </time>
    }
}

/// What to do about a message that did not get through.
pub fn failure(id: ItemId, reason: FailReason, context: RowContext) -> AnyView {
    let words = context.locale.words();
    let chat = context.chat;
    let may_retry = match reason {
        FailReason::TimedOut | FailReason::Refused | FailReason::Unreviewed => true,
        // A conversation that is over takes no message any more, and what was denied stays denied.
        FailReason::Ended | FailReason::Denied => false,
    };
    let retry = may_retry.then(|| {
        let act = move |event: leptos::ev::MouseEvent| {
            // The button goes away with the failure; the row it stands in stays.
            focus_row_of(&event);
            chat.retry(id);
        };
        text_button(words.retry, act)
    });
    view! {
        <div class="meta meta--failed" part="meta">
            <span class="meta__failure" title=fail_text(reason, words)>
                <Icon path=icon::ALERT />
                {words.not_sent}
            </span>
            {retry}
            {text_button(words.copy, move |_| chat.copy(id))}
            {text_button(words.delete, discard(id, context))}
        </div>
    }
}

/// A button among words.
pub fn text_button(label: &'static str, act: impl Fn(leptos::ev::MouseEvent) + 'static) -> AnyView {
    view! {
        <button type="button" class="text-button" on:click=act>
            {label}
        </button>
    }
}

/// Takes the message away, and focus with it to the message box: its row is about to go.
pub fn discard(id: ItemId, context: RowContext) -> impl Fn(leptos::ev::MouseEvent) + 'static {
    move |_| {
        if let Some(composer) = context.composer.get_untracked() {
            focus_quietly(&composer);
        }
        context.chat.discard(id);
    }
}

/// Focus goes to the row in which something was pressed that is about to go.
pub fn focus_row_of(event: &leptos::ev::MouseEvent) {
    if let Some(row) = find_up(event.target().as_ref(), ROW) {
        focus_quietly(&row);
    }
}
