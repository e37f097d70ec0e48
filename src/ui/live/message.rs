//! A message in a room of thousands: badge, name and text on one line, without bubble and face.
//!
//! What a moderator took away is not in the document at all; only moderators still have the text of what is
//! hidden. Colour is never the only sign: names are written out, and each state has its words.

use std::sync::Arc;

use chirrup_core::timeline::{Concealed, Delivery, FailReason, Item, Message, Origin};
use chirrup_core::{ParticipantId, colour};
use leptos::prelude::*;

use super::answer::quote;
use super::badge::badge;
use crate::i18n::{Strings, author_name};
use crate::ui::controls::icon::{self, Icon};
use crate::ui::timeline::bubble::{discard, failure, text_button};
use crate::ui::timeline::receipt::receipt;
use crate::ui::timeline::rich_text::marked_text;
use crate::ui::timeline::row::{RowContext, fail_text};

/// The inside of a message's row.
pub fn live_message(item: &Arc<Item>, message: &Message, context: RowContext) -> AnyView {
    let words = context.locale.words();
    let marks = &message.marks;
    if is_gone(message) {
        return view! { <div class="live live--gone">{gone_words(message, words)}</div> };
    }
    let name = view! {
        <span class=name_class(&message.author.id)>
            <bdi>{author_name(&message.author, words)}</bdi>
        </span>
    };
    let private = private(message, context);
    let hidden = marks.concealed.map(|_| hidden(item, context));
    let edited =
        marks.is_edited.then(|| view! { <span class="live__sign">{words.live.edited}</span> });
    view! {
        <div class="live" part="message">
            {(quote(message, context), badge(message.author.role, words))}
            {name}
            " "
            <span class="live__text" dir="auto">{marked_text(message, words)}</span>
            {[edited, private, hidden].into_iter().flatten().collect::<Vec<_>>()}
            {state(item, message, context)}
        </div>
    }
}

/// That a message is for one person alone.
fn private(message: &Message, context: RowContext) -> Option<AnyView> {
    let target = message.marks.target.as_ref()?;
    let name = context.chat.name_of(target);
    let text = private_words(message, name.as_deref(), context.locale.words());
    Some(view! {
        <span class="live__sign">
            <Icon path=icon::LOCK />
            <bdi>{text}</bdi>
        </span>
    })
}

/// Who sees a message that is for one person alone.
pub fn private_words(message: &Message, name: Option<&str>, words: &Strings) -> String {
    match message.origin {
        Origin::Other => words.live.only_you.to_owned(),
        Origin::Own => (words.live.only_one)(name),
    }
}

/// That a message is hidden, to whom still has its text.
fn hidden(item: &Arc<Item>, context: RowContext) -> AnyView {
    let sign = view! {
        <span class="live__sign">
            <Icon path=icon::HIDDEN />
            {context.locale.words().live.hidden}
        </span>
    };
    match context.tools.get_value() {
        Some(kit) => kit.note(sign, item),
        None => sign,
    }
}

/// How far an own message got, while that is not where everybody sees it.
fn state(item: &Arc<Item>, message: &Message, context: RowContext) -> Option<AnyView> {
    let words = context.locale.words();
    match message.delivery {
        Delivery::Sending { .. } | Delivery::InReview => {
            let mark = receipt(message.delivery, words);
            Some(view! { <span class="live__sign">{mark}</span> })
        }
        Delivery::Waiting => {
            let mark = receipt(message.delivery, words);
            let cancel = text_button(words.cancel, discard(item.id, context));
            Some(view! { <span class="live__sign">{mark}" "{cancel}</span> })
        }
        Delivery::Failed(reason) => Some(view! {
            <div class="live__failure">
                {failure(item.id, reason, context)}
                <span class="live__why">{why(message, reason, words)}</span>
            </div>
        }),
        Delivery::Received | Delivery::Sent | Delivery::Delivered | Delivery::Read => None,
    }
}

/// Why a message is not where everybody sees it; the backend's words, where it has some.
fn why(message: &Message, reason: FailReason, words: &Strings) -> String {
    match message.marks.detail.as_deref() {
        Some(detail) if !detail.is_empty() => [fail_text(reason, words), " ", detail].concat(),
        _ => fail_text(reason, words).to_owned(),
    }
}

/// The classes of a message's row.
pub fn live_class(message: &Message) -> &'static str {
    let is_failed = matches!(message.delivery, Delivery::Failed(_));
    match (message.marks.concealed, message.marks.is_for(message.origin)) {
        (Some(_), _) => "row row--live is-concealed",
        (None, _) if is_failed => "row row--live is-failed",
        (None, true) => "row row--live is-mention",
        (None, false) => "row row--live",
    }
}

/// Whether nothing of a message is left for this person to see.
pub fn is_gone(message: &Message) -> bool {
    message.marks.concealed.is_some() && message.source.is_empty()
}

/// What stands in the place of a message that is gone.
pub fn gone_words(message: &Message, words: &Strings) -> &'static str {
    match (message.origin, message.marks.concealed) {
        (Origin::Own, Some(Concealed::Hidden)) => words.live.removed_own,
        _ => words.live.removed,
    }
}

/// The classes of somebody's name: it has the person's colour.
pub fn name_class(who: &ParticipantId) -> String {
    ["live__name name-", &colour::of(who).to_string()].concat()
}
