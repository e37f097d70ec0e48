//! The conversation as a text file: what people wrote, and what happened. Older pages are loaded first, one
//! after the other.

use chirrup_core::room::HistoryState;
use chirrup_core::{Item, ItemKind};

use super::{Chat, RoomState};
use crate::driver::local_time;
use crate::i18n::{Strings, author_name, notice_text, words_for};

/// A page that takes longer is not waited for: the person gets what there is.
const PATIENCE_MILLIS: u64 = 15_000;

/// Whether a file is being put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Transcript {
    /// It is not.
    #[default]
    Idle,
    /// Waiting for older pages.
    Loading,
}

/// Begins. A second wish while the first is being met changes nothing.
pub(super) fn begin(chat: Chat) {
    let Some(works) = chat.works().filter(|works| works.transcript.get() == Transcript::Idle)
    else {
        return;
    };
    works.transcript.set(Transcript::Loading);
    let failed = chat.room.get_untracked().map(|room| room.history.get_untracked());
    if failed == Some(HistoryState::Failed) {
        wait(chat);
        chat.load_older();
    } else {
        step(chat);
    }
}

/// Goes on as far as the history allows. Called whenever paging back moved.
pub(super) fn step(chat: Chat) {
    let Some(works) = chat.works().filter(|works| works.transcript.get() == Transcript::Loading)
    else {
        return;
    };
    let Some(room) = chat.room.get_untracked() else {
        works.transcript.set(Transcript::Idle);
        return;
    };
    match room.history.get_untracked() {
        HistoryState::Opening | HistoryState::Loading => wait(chat),
        HistoryState::More => {
            wait(chat);
            chat.load_older();
        }
        HistoryState::Failed | HistoryState::Complete => save(chat, room),
    }
}

fn wait(chat: Chat) {
    let Some(works) = chat.works() else {
        return;
    };
    works.set_timer(&works.transcript_timer, Some(PATIENCE_MILLIS), move || {
        if let Some(room) = chat.room.try_get_untracked().flatten() {
            save(chat, room);
        }
    });
}

fn save(chat: Chat, room: RoomState) {
    let Some(works) = chat.works() else {
        return;
    };
    works.transcript.set(Transcript::Idle);
    works.set_timer(&works.transcript_timer, None, || {});
    let outside = works.driver.outside();
    let offset = outside.utc_offset_minutes();
    let (title, strings) =
        chat.settings.with_value(|settings| (settings.title.clone(), words_for(&settings.locale)));
    let lines = room.rows.with_untracked(|rows| {
        let lines = rows.iter().filter_map(|row| line(&row.item.get_untracked(), offset, strings));
        lines.collect::<String>()
    });
    let day = local_time(outside.now(), offset).chars().take(10).collect::<String>();
    outside.save_text(&format!("chat-{day}.txt"), &format!("{title}\n{day}\n\n{lines}"));
}

/// A message or a notice as a line of text.
fn line(item: &Item, utc_offset_minutes: i32, words: &Strings) -> Option<String> {
    let text = match &item.kind {
        ItemKind::Message(message) => author_name(&message.author, words) + ": " + &message.source,
        ItemKind::Notice(notice) => notice_text(notice, words),
        ItemKind::DayDivider(_) | ItemKind::UnreadDivider | ItemKind::Gap => return None,
    };
    Some(format!("[{}] {text}\n", local_time(item.at, utc_offset_minutes)))
}
