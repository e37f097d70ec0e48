//! English.

mod gate;
mod live;
mod moderate;

pub(super) use moderate::MODERATE;

use super::Strings;

pub(super) static STRINGS: Strings = Strings {
    today: "Today",
    yesterday: "Yesterday",

    menu: "More options",
    close: "Close chat",
    connecting: "Connecting…",
    ended_status: "Chat ended",
    people: list,

    download_transcript: "Download transcript",
    end_chat: "End chat",
    end_question: "End this chat?",
    end_explanation: "You can start a new one at any time.",
    cancel: "Cancel",

    reconnecting: "Reconnecting…",
    offline: "You’re offline. Messages will be sent later.",
    back_online: "Back online",
    refused: "The chat service refused the connection.",
    end_failed: "The chat could not be ended. Please try again.",

    greeting: "Hello! How can we help?",
    name: "Your name",
    optional: "optional",
    form_errors: |count| match count {
        1 => "Please check one answer.".to_owned(),
        _ => joined_words(&["Please check ", &count.to_string(), " answers."]),
    },
    field_empty: |label| joined_words(&["Please fill in “", label, "”."]),
    field_email: "Please enter an e-mail address such as ana@example.com.",
    field_tel: "Please enter a telephone number, digits only or with + and spaces.",
    start_chat: "Start chat",
    starting: "Starting…",
    start_failed_retry: "The chat could not be started. Your answers are still here: please try again.",
    start_failed: "The chat could not be started.",
    contact_link: "Contact us another way",

    messages: "Messages",
    skip_to_composer: "Go to message box",
    new: "New",
    beginning: "This is the beginning of your conversation",
    older_failed: "Couldn’t load earlier messages",
    try_again: "Try again",
    older_loading: "Loading earlier messages",
    gap: "Loading missed messages",
    loading: "Loading messages",
    empty: "Ask us anything. We’re happy to help.",
    suggestions: "Suggestions",
    pill: |count| joined_words(&[&count.to_string(), " new"]),
    pill_label: |count| match count {
        0 => "Jump to latest".to_owned(),
        1 => "Jump to latest, 1 new message".to_owned(),
        _ => joined_words(&["Jump to latest, ", &count.to_string(), " new messages"]),
    },
    new_messages: |count| match count {
        1 => "1 new message".to_owned(),
        _ => joined_words(&[&count.to_string(), " new messages"]),
    },

    you: "You",
    somebody: "Somebody",
    assistant: "Assistant",
    message_label: |author, time, text| joined_words(&[author, ", ", time, ": ", text]),
    sending: "Sending…",
    waiting: "Will send when online",
    sent: "Sent",
    delivered: "Delivered",
    read: "Read",
    not_sent: "Not sent",
    failed_timed_out: "No answer for ten minutes.",
    failed_refused: "The service refused it.",
    failed_ended: "The chat ended first.",
    failed_denied: "It was not approved.",
    failed_unreviewed: "It could not be reviewed.",
    in_review: "Waiting for review",
    retry: "Retry",
    copy: "Copy",
    delete: "Delete",
    opens_in_new_tab: "opens in a new tab",

    typing: |names| match names {
        [] => String::new(),
        [one] => joined_words(&[one, " is typing"]),
        [one, two] => joined_words(&[one, " and ", two, " are typing"]),
        more => joined_words(&[&more.len().to_string(), " people are typing"]),
    },

    joined: |name| joined_words(&[name, " joined"]),
    left: |name| joined_words(&[name, " left"]),
    invited: |name| joined_words(&[name, " is being added"]),
    idle: |name| joined_words(&[name, " is away"]),
    returned: |name| joined_words(&[name, " is back"]),
    auto_disconnected: |name| match name {
        Some(name) => joined_words(&[name, " was disconnected after a long silence"]),
        None => "Disconnected after a long silence".to_owned(),
    },
    renamed: |from, to| match from {
        "" => joined_words(&["Now talking to ", to]),
        _ => joined_words(&[from, " is now ", to]),
    },
    transferred: "The chat was handed over to somebody else",
    transfer_failed: "The transfer did not work",
    ended: "The chat has ended",
    opaque: "A message that cannot be shown here",

    composer: "Write a message",
    send: "Send",
    bytes_left: |count| match count {
        1 => "1 character left".to_owned(),
        _ => joined_words(&[&count.to_string(), " characters left"]),
    },
    bytes_over: |count| match count {
        1 => "1 character too many".to_owned(),
        _ => joined_words(&[&count.to_string(), " characters too many"]),
    },

    ended_own: "You ended this chat.",
    ended_remote: "This chat has ended. Thank you for talking to us.",
    ended_expired: "This chat ended while you were away.",
    start_new: "Start a new chat",

    gate: gate::GATE,
    live: live::LIVE,
};

/// Puts words together. `format!` would do the same with more bytes of code.
fn joined_words(words: &[&str]) -> String {
    words.concat()
}

/// "Ana", "Ana and Ben", "Ana, Ben and Chloe".
fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [firsts @ .., last] => joined_words(&[&firsts.join(", "), " and ", last]),
    }
}

#[cfg(test)]
mod tests {
    use super::STRINGS;

    fn names(count: usize) -> Vec<String> {
        ["Ana", "Ben", "Chloe"].iter().take(count).map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn people_are_listed_as_one_would_say_it() {
        assert_eq!((STRINGS.people)(&names(0)), "");
        assert_eq!((STRINGS.people)(&names(1)), "Ana");
        assert_eq!((STRINGS.people)(&names(2)), "Ana and Ben");
        assert_eq!((STRINGS.people)(&names(3)), "Ana, Ben and Chloe");
    }

    #[test]
    fn one_thing_is_not_several_things() {
        assert_eq!((STRINGS.pill_label)(1), "Jump to latest, 1 new message");
        assert_eq!((STRINGS.pill_label)(3), "Jump to latest, 3 new messages");
        assert_eq!((STRINGS.typing)(&names(3)), "3 people are typing");
        assert_eq!((STRINGS.form_errors)(1), "Please check one answer.");
    }
}
