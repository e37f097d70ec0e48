//! English in a room of thousands.

use super::joined_words;
use crate::i18n::LiveStrings;

pub(super) const LIVE: LiveStrings = LiveStrings {
    beginning: "The chat of this event begins here",
    edited: "(edited)",
    hidden: "Hidden",
    removed: "Message removed",
    removed_own: "Your message was removed by a moderator",
    only_you: "Only you see this",
    only_one: |name| ["Only ", name.unwrap_or("one other person"), " sees this"].concat(),
    really_delete: "Delete for everybody?",
    mentions_you: "Mentions you",
    artist: "Artist",
    moderator: "Moderator",
    artist_message: "message of the artist",
    moderator_message: "message of a moderator",

    answer: "Reply",
    answering: "Reply to",
    answering_privately: "Reply privately to",
    stop_answering: "Do not reply",
    show_answered: "Show what this replies to",
    is_answer: "A reply",

    watching: |count| joined_words(&[count, " watching"]),
    taken_away: |hidden, banned| joined_words(&[hidden, " hidden\u{a0}· ", banned, " banned"]),

    announcement: "Announcement",
    pinned: "Pinned message",
    unfold: "Show all of it",

    paused: |count| match count {
        0 => "Chat paused".to_owned(),
        _ => joined_words(&["Chat paused — ", &count.to_string(), " new"]),
    },
    resume: "Resume",

    throw: "Send a reaction",
    emoji: ["Heart", "Fire", "Applause", "Laughter", "Surprise", "Party"],

    people: "People",
    people_count: |count| match count {
        1 => "1 person".to_owned(),
        _ => joined_words(&[&count.to_string(), " people"]),
    },
    too_many_mentions: |most| {
        joined_words(&[
            "A message can mention ",
            &most.to_string(),
            " people. Please take some out.",
        ])
    },

    wait: |seconds| match seconds {
        1 => "You can send in 1 second".to_owned(),
        _ => joined_words(&["You can send in ", &seconds.to_string(), " seconds"]),
    },
    muted: |until| joined_words(&["A moderator muted you until ", until, "."]),
    muted_left: |left| joined_words(&["You can write again in ", left, "."]),
    banned: "A moderator banned you from this chat.",
    frozen: "The moderators have stopped the chat for a moment. You can go on reading.",
    read_only: "You can read along here, but not write.",
    reason: |reason| joined_words(&["Reason: ", reason]),
    command_failed: "That did not work. Please try again.",
    tools_failed: "Your moderators’ tools could not be loaded.",
};
