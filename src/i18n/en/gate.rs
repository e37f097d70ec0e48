//! English at the door of an event.

use super::joined_words;
use crate::i18n::GateStrings;

pub(super) const GATE: GateStrings = GateStrings {
    ticket_title: "Come in with your ticket",
    ticket_text: "The code is on your ticket, or in the mail that it came with.",
    ticket: "Ticket code",
    ticket_empty: "Please enter the code of your ticket.",
    ticket_odd: "Codes have letters and digits only. Is this the code, and nothing but the code?",
    ticket_submit: "Continue",
    checking: "Checking your ticket…",

    unknown: "There is no ticket with this code. Please compare it with yours, letter by letter.",
    elsewhere: "This ticket is in use on another device. You can move it here; the other device leaves the chat.",
    elsewhere_only: "This ticket is in use on another device. Close the chat there, then try again.",
    take_over: "Move it here",
    ticket_banned: "A moderator banned this ticket from the chat. If that is a mistake, please write to the organiser.",
    opens_at: |moment| {
        joined_words(&[
            "The chat opens on ",
            moment,
            ". Keep this page open and you come in by yourself.",
        ])
    },
    opens_later: "The chat is not open yet. Please try again later.",
    too_many: "Those were too many tries. Please wait a moment before the next one.",
    wait: |seconds| match seconds {
        1 => "Try again in 1 second".to_owned(),
        _ if seconds < 100 => joined_words(&["Try again in ", &seconds.to_string(), " seconds"]),
        _ => joined_words(&["Try again in ", &seconds.div_ceil(60).to_string(), " minutes"]),
    },
    unreachable: "Your ticket could not be checked, because the service does not answer. Your code is still here.",
    over_title: "This event is over",
    over_text: "Its chat is closed. Thank you for being there.",
    no_event_title: "There is no such event",
    no_event_text: "The address of this chat is wrong or out of date. Please tell the organiser.",
    other_ticket: "Use another ticket",

    waiting_title: "Your place is being made",
    waiting_text: "Your ticket is good. Keep this page open, and you come in as soon as your place is ready.",
    position: |before| match before {
        0 => "You are next.".to_owned(),
        1 => "One person comes before you.".to_owned(),
        _ => joined_words(&[&before.to_string(), " people come before you."]),
    },

    nickname_title: "Choose a nickname",
    nickname_text: "Everybody in the chat sees it beside what you write.",
    nickname: "Nickname",
    nickname_rule: "2 to 24 letters, digits, spaces or . _ - '",
    nickname_free: |nickname| joined_words(&["“", nickname, "” is free."]),
    nickname_taken: "Somebody has this nickname.",
    nickname_similar: |to| match to {
        Some(to) => joined_words(&["Too similar to “", to, "”, who is here already."]),
        None => "Too similar to somebody who is here already.".to_owned(),
    },
    nickname_reserved: "This nickname is kept for the organiser.",
    nickname_unreachable: "The nickname could not be checked. Please try again.",
    nickname_suggestions: "These are free:",
    join: "Join the chat",
    joining: "Joining…",

    empty: "Nobody has written yet. Say hello!",
    signed_in_as: |nickname| joined_words(&["You are ", nickname]),
    artist: "Artist",
    moderator: "Moderator",
    ended: "This event is over. Thank you for being there.",
    replaced: "Your ticket is in use on another device now. Only one device at a time can be in the chat.",
    take_back: "Take it back",
    banned: "A moderator banned you from this chat. If that is a mistake, please write to the organiser.",
    removed: "You were taken out of this chat.",
    signed_out: "You were signed out of this chat.",
    come_back: "Come back in",
};

#[cfg(test)]
mod tests {
    use super::GATE;

    #[test]
    fn a_wait_is_told_as_one_would_say_it() {
        assert_eq!((GATE.wait)(1), "Try again in 1 second");
        assert_eq!((GATE.wait)(60), "Try again in 60 seconds");
        assert_eq!((GATE.wait)(121), "Try again in 3 minutes");
    }

    #[test]
    fn a_place_in_the_line_is_told_as_one_would_say_it() {
        assert_eq!((GATE.position)(0), "You are next.");
        assert_eq!((GATE.position)(1), "One person comes before you.");
        assert_eq!((GATE.position)(240), "240 people come before you.");
    }
}
