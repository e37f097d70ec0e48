//! A room of thousands: bounded, still while somebody reads, and whole again with its history.

use super::*;
use crate::ids::ParticipantId;
use crate::text::RichText;
use crate::time::Millis;
use crate::timeline::crowd::ITEMS_MAX;
use crate::timeline::{Delivery, GroupPlace, ItemKind, Marks, Message, NewItem, Origin};

fn author(name: &str) -> Author {
    Author { id: ParticipantId::from(name), name: name.into(), role: Role::Fan }
}

fn room(crowd: bool) -> Room {
    let capabilities = Capabilities { crowd, ..Capabilities::default() };
    let mut room = Room::new(RoomId(1), author("me"), capabilities, 0);
    room.set_history(HistoryState::Complete);
    room
}

fn hear(room: &mut Room, ids: std::ops::Range<u64>) {
    for id in ids {
        let kind = ItemKind::Message(Message {
            author: author("ana"),
            origin: Origin::Other,
            text: Arc::new(RichText::plain("hello")),
            source: "hello".into(),
            delivery: Delivery::Received,
            group: GroupPlace::Single,
            marks: Marks::default(),
        });
        let server_id = ServerId::from(format!("{id:08}").as_str());
        room.timeline.merge(NewItem { server_id, at: Millis(1_000 + id), kind });
        room.tend();
    }
}

#[test]
fn a_room_of_thousands_is_bounded_and_its_history_can_be_read_again() {
    // Lesson 87: nothing was pruned, and the browser died of it.
    let mut room = room(true);
    hear(&mut room, 0..20_000);
    assert!(room.timeline.len() <= ITEMS_MAX + ITEMS_MAX / 5);
    assert_eq!(room.history(), HistoryState::More);
    assert!(room.changes.contains(&RoomChange::History(HistoryState::More)));
}

#[test]
fn a_support_chat_keeps_everything_and_never_waits() {
    let mut room = room(false);
    room.set_following(false);
    hear(&mut room, 0..5_000);
    assert_eq!(room.timeline.len(), 5_001);
    assert_eq!(room.history(), HistoryState::Complete);
    assert_eq!(room.timeline.missed(), None);
}

#[test]
fn who_reads_further_up_is_told_how_much_waits() {
    // Lesson 18: while paused, what was being read was pruned away.
    let mut room = room(true);
    hear(&mut room, 0..100);
    room.set_following(false);
    room.tend();
    room.timeline.take_diffs();
    hear(&mut room, 100..5_000);
    let told = room.changes.iter().filter_map(|change| {
        if let RoomChange::Paused(missed) = change { Some(*missed) } else { None }
    });
    let told: Vec<_> = told.collect();
    assert_eq!(told.first(), Some(&Some(0)), "that it waits");
    assert_eq!(told.last(), Some(&Some(4_900)), "and for how much");
    assert!(room.timeline.items().take(101).count() == 101 && room.timeline.len() < 3_000);

    room.changes.clear();
    room.set_following(true);
    room.tend();
    assert!(room.changes.contains(&RoomChange::Paused(None)));
    assert_eq!(room.history(), HistoryState::More, "what was read is history");
}
