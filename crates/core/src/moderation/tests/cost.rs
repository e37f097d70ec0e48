//! Counts looks at tables: no ruling and no question costs more in a room of many messages.

use super::{NOON, act, message, person, room};
use crate::hash::steps;

/// Looks that a few rulings and questions need in a room of so many messages of as many people.
fn looks(messages: u64) -> u64 {
    let mut room = room();
    for number in 0..messages {
        let author = person(&format!("author-{}", number % 5_000));
        room.handle_message(&message(&format!("m-{number}")), &author);
    }
    steps::reset();
    for number in 0..100 {
        let content = [r#"{"action":"hide","id":"m-"#, &number.to_string(), r#""}"#].concat();
        act(&mut room, "ana", number, &content);
        act(&mut room, "ana", number, r#"{"action":"hide-user","user":"author-7"}"#);
        act(&mut room, "leo", number, r#"{"action":"clear"}"#);
        room.hidden(&message("m-500"), &person("author-500"), NOON);
        room.composing(NOON);
        room.is_heard(&person("author-9"), NOON);
        room.standing(&person("author-9"), NOON);
        room.messages_of(&person("author-9"));
        room.handle_message(&message(&format!("new-{number}")), &person("author-3"));
    }
    steps::count()
}

#[test]
fn many_messages_make_no_ruling_and_no_question_dearer() {
    let few = looks(100);
    assert!(few > 0);
    for messages in [10_000, 100_000] {
        let many = looks(messages);
        assert!(many * 10 <= few * 15, "{few} looks among 100 messages, {many} among {messages}");
    }
}
