//! Answers: the quote over a message that answers another, the way to the quoted one, and the beginning of an own
//! answer. What stands over the message box meanwhile is drawn here too.
//!
//! Invariant: a quote is looked up whenever its row is drawn; core has the row drawn again when the quoted message
//! changes, so no hidden text stays in a quote.

use chirrup_core::timeline::Message;
use leptos::{ev, html, prelude::*};
use web_sys::HtmlElement;

use super::message::name_class;
use crate::i18n::{Locale, author_name};
use crate::state::{Chat, RoomState};
use crate::ui::composer::closed::is_closed;
use crate::ui::controls::button::IconButton;
use crate::ui::controls::icon::{self, Icon};
use crate::ui::dom::{find, find_up, focus_quietly};
use crate::ui::timeline::follow::Follow;
use crate::ui::timeline::keys::go_to;
use crate::ui::timeline::rich_text::plain_text;
use crate::ui::timeline::row::RowContext;

/// Names what stands over the message box.
pub const ANSWERING: &str = "answering";
/// What has focus in it.
const FOCUSED: &str = ".answering :focus";

/// What a message answers, while that can be seen. A press leads to it.
pub fn quote(message: &Message, context: RowContext) -> Option<AnyView> {
    let words = context.locale.words();
    let quoted = context.chat.quoted(message.marks.reply_to.as_ref()?)?;
    let said = quoted.message()?;
    Some(view! {
        // Its name is what it shows, so that whoever says what they see presses it.
        <button type="button" class="live__quote" tabindex="-1" title=words.live.show_answered>
            <Icon path=icon::UNDO />
            {summary(said, context.locale)}
        </button>
    })
}

/// Who said what, on one line.
fn summary(said: &Message, locale: Locale) -> AnyView {
    view! {
        <span class="live__summary">
            <span class=name_class(&said.author.id)>
                <bdi>{author_name(&said.author, locale.words())}</bdi>
            </span>
            " "
            <span dir="auto">{plain_text(&said.text)}</span>
        </span>
    }
}

/// The button in a row that begins an answer. Presses of all of them are heard at the list.
pub fn answer_button(context: RowContext) -> AnyView {
    let label = context.locale.words().live.answer;
    view! {
        <button type="button" class="live__answer" tabindex="-1" aria-label=label title=label></button>
    }
}

/// A press somewhere in the transcript.
pub fn on_press(event: &ev::MouseEvent, follow: Follow, context: RowContext) {
    let target = event.target();
    let lies_in = |selector: &str| find_up(target.as_ref(), selector);
    if let Some(button) = lies_in(".live__answer") {
        begin(&button, follow, context);
    } else if let Some(quote) = lies_in(".live__quote") {
        show_answered(&quote, follow, context);
    }
}

/// Begins an answer to the message of a row. Says whether it can be answered.
pub fn begin(row: &HtmlElement, follow: Follow, context: RowContext) -> bool {
    let RowContext { chat, room, composer, .. } = context;
    let is_closed = room.live.composing.with_untracked(is_closed);
    if is_closed || !follow.row_of(row).is_some_and(|row| chat.answer(row)) {
        return false;
    }
    if let Some(composer) = composer.get_untracked() {
        focus_quietly(&composer);
    }
    true
}

/// Leads to the message that the one of this row answers.
fn show_answered(inside: &HtmlElement, follow: Follow, context: RowContext) {
    let room = context.room;
    let index = follow.index_of(inside).and_then(|index| {
        room.rows.with_untracked(|rows| {
            let item = rows.get(index)?.item.get_untracked();
            let answered = item.message()?.marks.reply_to.clone();
            rows.iter().position(|row| row.item.get_untracked().server_id == answered)
        })
    });
    if let Some(index) = index {
        go_to(index, follow);
    }
}

/// Over the message box: which message is being answered, and the way out of that. When it goes with focus in it, the
/// message box has focus next.
pub fn answering(
    chat: Chat,
    room: RoomState,
    locale: Locale,
    composer: NodeRef<html::Textarea>,
) -> Option<AnyView> {
    let strip = answered(chat, room, locale);
    if strip.is_none()
        && let Some(composer) = composer.get_untracked()
        && let Ok(Some(form)) = composer.closest("form")
        && find(&form, FOCUSED).is_some()
    {
        focus_quietly(&composer);
    }
    strip
}

fn answered(chat: Chat, room: RoomState, locale: Locale) -> Option<AnyView> {
    let answered = room.answered()?;
    let said = answered.message()?;
    let words = locale.words();
    let title = match said.marks.target {
        Some(_) => words.live.answering_privately,
        None => words.live.answering,
    };
    let stop = Callback::new(move |()| chat.stop_answering());
    let on_keydown = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            event.stop_propagation();
            chat.stop_answering();
        }
    };
    Some(view! {
        <div class="answering" id=ANSWERING on:keydown=on_keydown>
            <Icon path=icon::UNDO />
            <span class="answering__title">{title}</span>
            {summary(said, locale)}
            <IconButton icon=icon::CLOSE label=words.live.stop_answering on_press=stop />
        </div>
    })
}

/// What describes the message box meanwhile.
pub fn description(room: RoomState) -> Option<&'static str> {
    room.answered().map(|_| ANSWERING)
}
