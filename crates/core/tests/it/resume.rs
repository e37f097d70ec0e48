//! Reloads, tabs, and coming back.

use chirrup_core::room::{EndReason, HistoryState};
use chirrup_core::session::Side;
use chirrup_core::{Event, ItemKind, Phase, Session, StoreKey};
use chirrup_wire::Secret;

use crate::pair::{Faults, Pair};
use crate::server::{AGENT, status};

#[test]
fn nothing_is_kept_before_a_chat_is_started() {
    // Lesson 44.
    let mut pair = Pair::new(1, Faults::none());
    pair.add(Side::Customer);
    pair.drive(60_000);
    assert!(pair.clients[0].stored.is_empty());
}

#[test]
fn a_reload_comes_back_to_the_same_chat() {
    // Lesson 41: a refresh lost the chat and called another agent.
    let mut pair = Pair::live();
    pair.send(0, "hello").unwrap();
    pair.drive(3_000);
    pair.reload(0);
    assert!(matches!(pair.phase(0), Phase::Connecting { .. }));
    pair.drive(3_000);
    assert_eq!(pair.server.contact, 1);
    pair.assert_equal("after a reload");
    let told = |event: &Event| matches!(event, Event::MessageReceived { .. });
    assert!(!pair.clients[0].events.iter().any(told), "history is no news");
}

#[test]
fn the_draft_survives_a_reload_and_is_shared() {
    let mut pair = Pair::live();
    let room = pair.room(0);
    pair.act(0, |session, now| session.set_draft(room, "half a thou", now));
    pair.reload(0);
    assert_eq!(pair.the_room(0).draft(), "half a thou");
    let other = Some(Secret::new("from another tab"));
    pair.act(0, |session, now| session.handle_stored(&StoreKey::Draft, other, now));
    assert_eq!(pair.the_room(0).draft(), "from another tab");
    pair.send(0, "from another tab").unwrap();
    assert_eq!(pair.the_room(0).draft(), "");
    assert!(!pair.clients[0].stored.contains_key(&StoreKey::Draft));
}

#[test]
fn a_chat_that_ended_while_away_is_shown_with_its_history() {
    let mut pair = Pair::live();
    pair.send(0, "hello").unwrap();
    pair.drive(3_000);
    let now = pair.now;
    pair.server.ended = true;
    pair.server.says(AGENT, "bye", now);
    pair.reload(0);
    pair.drive(3_000);
    assert_eq!(pair.phase(0), Phase::Ended { reason: EndReason::Expired });
    assert_eq!(pair.texts(0), ["hello", "bye"]);
    assert_eq!(pair.the_room(0).ended(), Some(EndReason::Expired));
    assert!(!pair.clients[0].events.iter().any(|event| matches!(event, Event::Error(_))));
}

#[test]
fn an_ended_chat_whose_history_is_gone_is_still_a_room() {
    let mut pair = Pair::live();
    let now = pair.now;
    pair.server.end(now);
    pair.drive(3_000);
    pair.server.answers.insert("transcript", status(403));
    pair.reload(0);
    pair.drive(60_000);
    assert_eq!(pair.the_room(0).history(), HistoryState::Complete);
    assert!(matches!(pair.phase(0), Phase::Ended { .. }));
}

#[test]
fn an_ended_chat_is_not_come_back_to_for_ever() {
    let mut pair = Pair::live();
    let now = pair.now;
    pair.server.end(now);
    pair.drive(3_000);
    pair.drive(25 * 3_600_000);
    pair.reload(0);
    assert_eq!(pair.phase(0), Phase::Starting, "the next chat");
}

#[test]
fn a_reset_leaves_nothing() {
    // Lesson 47: the next visitor went on as the one before.
    let mut pair = Pair::live();
    pair.send(0, "hello").unwrap();
    let room = pair.room(0);
    pair.act(0, |session, now| session.set_draft(room, "more", now));
    pair.act(0, Session::reset);
    assert!(pair.clients[0].stored.is_empty(), "{:?}", pair.clients[0].stored.keys());
    assert_eq!(pair.phase(0), Phase::Idle);
    assert!(pair.clients[0].mirror.is_empty());
    pair.drive(60_000);
    assert_eq!(pair.server.open_sockets(), 0);
    assert!(pair.clients[0].stored.is_empty());
    pair.start(0);
    pair.drive(3_000);
    assert_eq!(pair.phase(0), Phase::Live);
    assert!(pair.texts(0).is_empty());
}

#[test]
fn a_second_tab_joins_the_chat_of_the_first() {
    // Lessons 40 and 51: one conversation per visitor.
    let mut pair = Pair::new(1, Faults::none());
    pair.add(Side::Customer);
    pair.add(Side::Customer);
    pair.start(0);
    pair.drive(2_000);
    let resume = pair.clients[0].stored.get(&StoreKey::Resume).cloned();
    pair.act(1, |session, now| session.handle_stored(&StoreKey::Resume, resume, now));
    pair.drive(2_000);
    assert_eq!(pair.phase(1), Phase::Live);
    pair.send(0, "from one").unwrap();
    pair.send(1, "from two").unwrap();
    pair.drive(3_000);
    pair.assert_equal("two tabs");
    pair.act(1, |session, now| session.handle_stored(&StoreKey::Resume, None, now));
    assert_eq!(pair.phase(1), Phase::Idle, "a reset in one tab is a reset in all");
}

#[test]
fn a_token_refresh_in_another_tab_changes_nothing_here() {
    let mut pair = Pair::live();
    let resume = pair.clients[0].stored.get(&StoreKey::Resume).cloned();
    let events = pair.clients[0].events.len();
    pair.act(0, |session, now| session.handle_stored(&StoreKey::Resume, resume, now));
    assert_eq!(pair.clients[0].events.len(), events);
}

#[test]
fn a_message_discarded_in_another_tab_goes_here_too() {
    let mut pair = Pair::live();
    pair.set_offline(0, true);
    pair.drive(100);
    pair.send(0, "hello").unwrap();
    let keys: Vec<_> = pair.clients[0].stored.keys().cloned().collect();
    for key in keys.iter().filter(|key| matches!(key, StoreKey::Outbox(_))) {
        pair.act(0, |session, now| session.handle_stored(key, None, now));
    }
    assert!(pair.texts(0).is_empty());
}

#[test]
fn damaged_storage_is_no_storage() {
    // Lesson 42.
    for value in ["", "undefined", "{}", "null", "{\"contact\":{}}"] {
        let mut pair = Pair::live();
        pair.clients[0].stored.insert(StoreKey::Resume, Secret::new(value));
        pair.clients[0].stored.insert(StoreKey::Seen, Secret::new(value));
        pair.clients[0].stored.insert(StoreKey::Outbox("t".into()), Secret::new(value));
        pair.reload(0);
        pair.drive(3_000);
        assert_eq!(pair.phase(0), Phase::Live, "a fresh chat for {value:?}");
        assert!(pair.texts(0).is_empty());
    }
}

#[test]
fn the_unread_divider_is_placed_on_a_visit_and_not_moved_by_reading() {
    let mut pair = Pair::live();
    let now = pair.now;
    pair.server.says(AGENT, "seen", now);
    pair.drive(1_000);
    let (room, item) = (pair.room(0), pair.last_item(0).id);
    pair.act(0, |session, now| session.mark_read(room, item, now));
    for text in ["new 1", "new 2"] {
        let now = pair.now;
        pair.server.says(AGENT, text, now);
    }
    pair.drive(1_000);
    assert!(!pair.kinds(0).contains(&ItemKind::UnreadDivider));
    pair.act(0, |session, now| session.visit(room, now));
    let place = |pair: &Pair| {
        let kinds = pair.kinds(0);
        kinds.iter().position(|kind| *kind == ItemKind::UnreadDivider)
    };
    let at = place(&pair).expect("a divider");
    let below = pair.clients[0].mirror[at + 1].message().map(|message| message.source.to_string());
    assert_eq!(below.as_deref(), Some("new 1"));
    let item = pair.last_item(0).id;
    pair.act(0, |session, now| session.mark_read(room, item, now));
    assert_eq!(place(&pair), Some(at), "reading does not move it");
    pair.send(0, "answer").unwrap();
    pair.drive(3_000);
    assert_eq!(place(&pair), Some(at));
    pair.act(0, |session, now| session.visit(room, now));
    assert_eq!(place(&pair), None, "nothing is unread on the next visit");
}

#[test]
fn a_visit_before_the_history_is_there_counts() {
    let mut pair = Pair::live();
    let now = pair.now;
    pair.server.says(AGENT, "seen", now);
    pair.drive(1_000);
    let (room, item) = (pair.room(0), pair.last_item(0).id);
    pair.act(0, |session, now| session.mark_read(room, item, now));
    let now = pair.now;
    pair.server.says(AGENT, "unseen", now);
    pair.reload(0);
    let room = pair.room(0);
    pair.act(0, |session, now| session.visit(room, now));
    pair.drive(3_000);
    assert!(pair.kinds(0).contains(&ItemKind::UnreadDivider));
    assert_eq!(pair.the_room(0).unread(), 1);
}

#[test]
fn a_suspended_page_takes_up_where_it_was() {
    let mut pair = Pair::live();
    pair.act(0, Session::suspend);
    let now = pair.now;
    pair.server.says(AGENT, "meanwhile", now);
    pair.drive(600_000);
    assert_eq!(pair.server.open_sockets(), 0);
    pair.act(0, Session::resume);
    pair.drive(3_000);
    assert_eq!(pair.phase(0), Phase::Live);
    pair.assert_equal("after suspension");
}
