//! Typing, out and in.

use chirrup_core::timeline::Origin;
use chirrup_wire::connect::content_type as ct;

use crate::pair::Pair;
use crate::server::{AGENT, CUSTOMER};

fn typed(pair: &mut Pair, text: &str) {
    let room = pair.room(0);
    pair.act(0, |session, now| session.set_draft(room, text, now));
}

fn told(pair: &Pair) -> usize {
    pair.server.requests.iter().filter(|(_, body)| body.contains(ct::TYPING)).count()
}

#[test]
fn typing_is_told_on_changes_at_most_every_three_seconds() {
    let mut pair = Pair::live();
    for number in 0..90 {
        typed(&mut pair, &format!("hello {number}"));
        pair.drive(100);
    }
    assert_eq!(told(&pair), 3);
}

#[test]
fn looking_at_the_composer_is_not_typing() {
    // Lesson 104: focus alone showed "typing".
    let mut pair = Pair::live();
    typed(&mut pair, "");
    typed(&mut pair, "hello");
    pair.drive(10_000);
    typed(&mut pair, "hello");
    pair.drive(1_000);
    typed(&mut pair, "   ");
    typed(&mut pair, "");
    pair.drive(1_000);
    assert_eq!(told(&pair), 1);
}

#[test]
fn typing_is_shown_until_it_expires() {
    // Lesson 105: typing never ended.
    let mut pair = Pair::live();
    let now = pair.now;
    pair.server.event(AGENT, ct::TYPING, now);
    pair.drive(5_900);
    assert_eq!(pair.typing(0), ["Ana"]);
    let now = pair.now;
    pair.server.event(AGENT, ct::TYPING, now);
    pair.drive(5_900);
    assert_eq!(pair.typing(0), ["Ana"], "renewed");
    pair.drive(200);
    assert!(pair.typing(0).is_empty());
}

#[test]
fn a_message_ends_its_authors_typing_at_once() {
    let mut pair = Pair::live();
    pair.server.add_agent("p-third", "Ben");
    let now = pair.now;
    pair.server.event(AGENT, ct::TYPING, now);
    pair.server.event("p-third", ct::TYPING, now);
    pair.drive(500);
    assert_eq!(pair.typing(0), ["Ana", "Ben"]);
    let now = pair.now;
    pair.server.says(AGENT, "done", now);
    pair.drive(500);
    assert_eq!(pair.typing(0), ["Ben"]);
    let now = pair.now;
    pair.server.event("p-third", ct::PARTICIPANT_LEFT, now);
    pair.drive(500);
    assert!(pair.typing(0).is_empty());
}

#[test]
fn own_typing_is_not_shown() {
    let mut pair = Pair::live();
    let now = pair.now;
    pair.server.event(CUSTOMER, ct::TYPING, now);
    pair.drive(500);
    assert!(pair.typing(0).is_empty());
}

#[test]
fn typing_goes_from_one_side_to_the_other() {
    let mut pair = Pair::live_with_agent();
    typed(&mut pair, "hel");
    pair.drive(1_000);
    assert_eq!(pair.typing(1), ["Mira"]);
    pair.send(0, "hello").unwrap();
    pair.drive(1_000);
    assert!(pair.typing(1).is_empty());
    assert_eq!(pair.last_item(1).message().unwrap().origin, Origin::Other);
}
