//! The only writer of a chat's signals.

use std::sync::Arc;

use chirrup_core::room::HistoryState;
use chirrup_core::session::Visibility;
use chirrup_core::{Event, Item, Phase, RoomChange, RoomId};

use super::announce::{self, Announcement};
use super::works::Works;
use super::{
    Chat, HostEvent, Link, NicknameCheck, Panel, RoomState, connection, door, live, moderate,
    timeline, transcript,
};
use crate::driver::Report;

/// Writes what a report says. The host is told last, because it may end the chat from inside.
pub(super) fn report(chat: Chat, report: Report) {
    let Some(works) = chat.works() else {
        return;
    };
    match report {
        Report::Event(event) => apply(chat, &works, event),
        Report::Network(network) => {
            works.network.set(network);
            look_at_connection(chat);
        }
        Report::Visibility(Visibility::Visible) => {
            if chat.panel.get_untracked() != Panel::Closed {
                chat.visit();
            }
        }
        Report::Visibility(Visibility::Hidden) => {}
    }
}

fn apply(chat: Chat, works: &Works, event: Event) {
    match event {
        Event::Phase(phase) => {
            let before = chat.phase.get_untracked();
            chat.phase.set(phase);
            look_at_connection(chat);
            if before == Phase::Starting && matches!(phase, Phase::Connecting { .. } | Phase::Live)
            {
                works.tell(HostEvent::Started);
            }
            let link = Link::from(phase);
            if link != Link::from(before) {
                works.tell(HostEvent::Connection(link));
            }
        }
        Event::RoomOpened(id) => open_room(chat, works, id),
        Event::RoomClosed(id) => {
            if let Some(room) = room(chat, id) {
                chat.room.set(None);
                room.rows.set(Vec::new());
                works.tell(HostEvent::Unread(0));
            }
        }
        Event::Timeline { room: id, diffs } => {
            if let Some(room) = room(chat, id) {
                let has_pin = live::has_pin(room, &diffs);
                let news = timeline::apply(room, diffs);
                if has_pin {
                    live::find_pin(chat, room);
                }
                let now = works.driver.outside().now();
                let is_opening = room.history.get_untracked() == HistoryState::Opening;
                announce(chat, works, news.announcements(now, is_opening));
            }
        }
        Event::Room { room: id, change } => {
            if let Some(room) = room(chat, id) {
                change_room(chat, works, room, change);
            }
        }
        Event::MessageSent { item, .. } => works.tell(HostEvent::Sent(item)),
        Event::MessageReceived { room: id, item } => {
            let is_crowd = room(chat, id)
                .is_some_and(|room| room.capabilities.with_untracked(|can| can.crowd));
            let news = announce::of_message(&item, is_crowd);
            announce(chat, works, vec![news]);
            works.tell(HostEvent::Received(item));
        }
        Event::Admission(admission) => {
            chat.admission().set(Some(admission));
            look_at_door(chat);
        }
        Event::NicknameChecked { nickname, refusal } => {
            chat.nickname_check().set(Some(NicknameCheck { nickname, refusal }));
        }
        Event::Burst { room: id, emoji, count, .. } => {
            if let Some(room) = room(chat, id) {
                live::note_thrown(room, &emoji, count);
            }
        }
        Event::Counts(counts) => {
            if let Some(room) = chat.room.get_untracked() {
                room.live.counts.set(counts);
            }
        }
        Event::About(person) => {
            if let Some(room) = chat.room.get_untracked() {
                room.about.set(person);
            }
        }
        Event::Today(day) => chat.today.set(day),
        Event::Error(error) => {
            chat.problem.set(Some(error.clone()));
            works.tell(HostEvent::Error(error));
        }
    }
}

fn room(chat: Chat, id: RoomId) -> Option<RoomState> {
    chat.room.get_untracked().filter(|room| room.id == id)
}

fn open_room(chat: Chat, works: &Works, id: RoomId) {
    if chat.room.get_untracked().is_some() {
        return;
    }
    let room = works.owner.with(|| RoomState::new(id));
    let (draft, texts) = {
        let mut carried = works.carried.borrow_mut();
        (carried.draft.take(), std::mem::take(&mut carried.texts))
    };
    if let Some(draft) = draft {
        room.draft.set(draft);
    }
    chat.room.set(Some(room));
    for text in texts {
        // A text too long for the room was checked for nothing else; the host page hears of no echo.
        let _ = chat.send(&text);
    }
}

fn change_room(chat: Chat, works: &Works, room: RoomState, change: RoomChange) {
    match change {
        RoomChange::Typing(typing) => {
            let name = typing.first().map(|participant| Arc::clone(&participant.name));
            room.typing.set(typing);
            announce(chat, works, name.map(Announcement::Typing).into_iter().collect());
        }
        RoomChange::Unread(count) => {
            room.unread.set(count);
            works.tell(HostEvent::Unread(count));
        }
        RoomChange::Paused(missed) => room.paused.set(missed),
        RoomChange::Participants(participants) => room.participants.set(participants),
        RoomChange::Capabilities(capabilities) => {
            let kept_order = room.capabilities.with_untracked(|can| can.moderation);
            let keeps_order = capabilities.moderation;
            room.capabilities.set(capabilities);
            if keeps_order && !kept_order {
                works.tell(HostEvent::KeepsOrder);
            }
        }
        RoomChange::History(history) => {
            room.history.set(history);
            transcript::step(chat);
        }
        RoomChange::Draft(draft) => room.draft.set(draft),
        RoomChange::Moderation(it) => {
            live::change(chat, works, room, it);
            moderate::note_change(chat, room);
        }
        RoomChange::Ended(reason) => {
            room.ended.set(Some(reason));
            works.tell(HostEvent::Ended(reason));
        }
    }
}

/// The window opened or closed; a closed one is silent.
pub(super) fn panel(chat: Chat, panel: Panel) {
    chat.panel.set(panel);
    if let Some(works) = chat.works().filter(|_| panel == Panel::Closed) {
        works.announcer.borrow_mut().hush();
    }
}

/// The tools of somebody who keeps order could not be had.
pub(super) fn lack_tools(chat: Chat) {
    chat.lacks_tools.set(true);
}

/// A command makes the last error old.
pub(super) fn problem_seen(chat: Chat) {
    if chat.problem.try_with_untracked(Option::is_some).unwrap_or(false) {
        chat.problem.set(None);
    }
}

/// The name for the pre-chat form.
pub(super) fn start_name(chat: Chat, name: &str) {
    if let Some(door) = chat.door.try_get_value()
        && door.start_name.with_untracked(|before| before != name)
    {
        door.start_name.set(name.into());
    }
}

/// A draft that the person did not type.
pub(super) fn draft(chat: Chat, text: String) {
    if let Some(room) = chat.room.try_get_untracked().flatten() {
        room.draft.set(text);
    }
}

/// What is known of the last nickname says nothing of the next.
pub(super) fn nickname_asked(chat: Chat) {
    if let Some(door) = chat.door.try_get_value()
        && door.nickname_check.with_untracked(Option::is_some)
    {
        door.nickname_check.set(None);
    }
}

/// Counts down to the next try of a ticket, and makes the try that nobody has to make.
fn look_at_door(chat: Chat) {
    let (Some(works), Some(door)) = (chat.works(), chat.door.try_get_value()) else {
        return;
    };
    let outside = works.driver.outside();
    let admission = door.admission.get_untracked();
    let door::Look { wait_seconds, next } =
        door::look(admission.as_ref(), outside.now(), outside.seed());
    if door.wait_seconds.get_untracked() != wait_seconds {
        door.wait_seconds.set(wait_seconds);
    }
    match next {
        Some(door::Next::Look { after_millis }) => {
            works.set_timer(&works.door_timer, Some(after_millis), move || look_at_door(chat));
        }
        Some(door::Next::Try { after_millis }) => {
            works.set_timer(&works.door_timer, Some(after_millis), move || chat.sign_in_again());
        }
        None => works.set_timer(&works.door_timer, None, || {}),
    }
}

/// Works out what the connection strip says, and when to look again.
fn look_at_connection(chat: Chat) {
    let Some(works) = chat.works() else {
        return;
    };
    let Some(phase) = chat.phase.try_get_untracked() else {
        return;
    };
    let now = works.driver.outside().now();
    let look = works.strip.borrow_mut().look(phase, works.network.get(), now);
    let connection::Look { shown, again_after_millis } = look;
    if chat.connection.get_untracked() != shown {
        chat.connection.set(shown);
    }
    works.set_timer(&works.strip_timer, again_after_millis, move || look_at_connection(chat));
}

/// Queues what a screen reader should say; nothing while the panel is closed.
pub(super) fn announce(chat: Chat, works: &Works, news: Vec<Announcement>) {
    if news.is_empty() || chat.panel.get_untracked() == Panel::Closed {
        return;
    }
    let now = works.driver.outside().now();
    let mut is_due = false;
    for announcement in news {
        is_due |= works.announcer.borrow_mut().hear(announcement, now);
    }
    // A timer that runs already comes back to it.
    if is_due || works.announcer_timer.borrow().is_none() {
        say_next(chat);
    }
}

fn say_next(chat: Chat) {
    let Some(works) = chat.works() else {
        return;
    };
    let (said, wait) = works.announcer.borrow_mut().next(works.driver.outside().now());
    if said.is_some() {
        chat.announcement.set(said);
    }
    works.set_timer(&works.announcer_timer, wait, move || say_next(chat));
}

/// What `timeline::apply` learned, in the announcer's words.
impl timeline::News {
    fn announcements(self, now: chirrup_core::Millis, is_opening: bool) -> Vec<Announcement> {
        /// An appended notice older than this is history that was missed, not news.
        const NEWS_MILLIS: u64 = 30_000;
        let notices = self
            .appended_notices
            .into_iter()
            .filter(|item: &Arc<Item>| !is_opening && now.since(item.at) < NEWS_MILLIS);
        let failed = self.failed.into_iter().map(Announcement::Failed);
        notices.map(Announcement::Item).chain(failed).collect()
    }
}
