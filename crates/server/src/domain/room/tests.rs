//! Rooms through time: nothing here needs a store or a socket.

use super::{Room, Start};
use crate::clock::Millis;
use crate::domain::{AgentId, Body, Idle, Item, Phase, Presence, Refusal};

const START: Millis = Millis(1_000_000);

fn room() -> Room {
    let start = Start {
        customer_name: "Mira".to_owned(),
        bot_name: "Pip".to_owned(),
        content_types: vec!["text/plain".to_owned()],
        duration_seconds: 3600,
        connect_within_seconds: 300,
        idle: Idle::default(),
        first_words: None,
        past: Vec::new(),
    };
    Room::start(start, START)
}

/// A room that is open with Ana.
fn open_room() -> Room {
    let mut room = room();
    room.arrive(START);
    room.queue(START);
    room.accept(&AgentId::new("ana"), "Ana", START).expect("accepted");
    room
}

fn bodies(items: &[Item]) -> Vec<&Body> {
    items.iter().map(|item| &item.body).collect()
}

#[test]
fn a_customer_who_does_not_come_is_given_up() {
    let mut room = room();
    assert_eq!(room.next_wake(), Some(START.plus_seconds(300)));
    assert!(room.wake(START.plus_seconds(299)).items.is_empty());
    assert_eq!(bodies(&room.wake(START.plus_seconds(300)).items), [&Body::Ended]);
    assert!(room.is_ended());
}

#[test]
fn a_chat_ends_when_its_time_is_over() {
    let mut room = open_room();
    assert_eq!(room.next_wake(), Some(START.plus_seconds(3600)));
    assert_eq!(bodies(&room.wake(START.plus_seconds(3600)).items), [&Body::Ended]);
    assert_eq!(room.next_wake(), None, "an ended room sleeps for ever");
}

#[test]
fn an_ended_room_does_nothing_more() {
    let mut room = open_room();
    let customer = room.customer().expect("a customer").id.clone();
    assert_eq!(bodies(&room.leave(&customer, START)), [&Body::Left, &Body::Ended]);
    assert!(room.participants.iter().all(|one| one.presence == Presence::Ended));
    assert_eq!(room.say(&customer, "text/plain", "x", START), Err(Refusal::Ended));
    assert_eq!(room.type_for(&customer, START), Err(Refusal::Ended));
    assert!(room.leave(&customer, START).is_empty());
    assert!(room.end(START).is_empty());
    assert!(room.wake(START.plus_seconds(10_000)).items.is_empty());
    let ana = AgentId::new("ana");
    assert_eq!(room.transfer(&ana, &AgentId::new("ben"), "Ben", START), Err(Refusal::Ended));
}

#[test]
fn items_made_in_one_millisecond_have_an_order() {
    let mut room = room();
    let mut items = room.arrive(START);
    let customer = room.customer().expect("a customer").id.clone();
    for _ in 0..5 {
        items.extend(room.say(&customer, "text/plain", "x", START).expect("said"));
    }
    assert!(items.is_sorted_by(|earlier, later| earlier.at < later.at && earlier.id < later.id));
    // A clock that goes back does not take the chat with it.
    let late = room.say(&customer, "text/plain", "x", Millis(0)).expect("said");
    assert!(late[0].at > items[5].at);
}

#[test]
fn a_chat_with_a_second_agent_outlives_the_first() {
    let mut room = open_room();
    let ana = room.active_agent(&AgentId::new("ana")).expect("Ana").clone();
    let mut ben = ana.clone();
    ben.id = crate::domain::ParticipantId::fresh();
    ben.agent_id = Some(AgentId::new("ben"));
    room.participants.push(ben);
    assert_eq!(bodies(&room.leave(&ana.id, START)), [&Body::Left]);
    assert!(matches!(&room.phase, Phase::Open { agent, .. } if agent.as_str() == "ben"));
}
