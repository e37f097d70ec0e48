//! Every string an agent reads, in English. Functions take what the sentence is about and know no state.

use crate::model::{Elapsed, News, Speaker, Strip};
use crate::state::{Problem, SignInProblem};

/// The language of all of them, for dates and numbers.
pub const LOCALE: &str = "en";

// The page.

/// Name of the product.
pub const BRAND: &str = "Chirrup desk";

/// Title of the page: how many wait comes first, because a tab shows little of it.
pub fn page_title(waiting: usize) -> String {
    match waiting {
        0 => BRAND.into(),
        waiting => format!("{} · {BRAND}", waiting_count(waiting)),
    }
}

/// How many wait.
pub fn waiting_count(waiting: usize) -> String {
    format!("{waiting} waiting")
}

// Signing in.

/// Heading of the form.
pub const SIGN_IN_HEADING: &str = "Sign in to the desk";
/// What the form is for.
pub const SIGN_IN_HINT: &str = "Your name and key are in the server's configuration.";
/// Label of the first field.
pub const SIGN_IN_NAME: &str = "Name";
/// Label of the second field.
pub const SIGN_IN_KEY: &str = "Key";
/// The form's button.
pub const SIGN_IN: &str = "Sign in";
/// The form's button while the server checks.
pub const SIGNING_IN: &str = "Signing in…";
/// The button that leaves.
pub const SIGN_OUT: &str = "Sign out";

/// Why nobody is signed in.
pub fn sign_in_problem(problem: SignInProblem) -> &'static str {
    match problem {
        SignInProblem::Wrong => "Name or key are not right.",
        SignInProblem::Expired => "Your sign-in has expired. Please sign in again.",
        SignInProblem::TooMany => "Too many tries. Please wait a minute.",
        SignInProblem::Unreachable => "The server does not answer. Please try again.",
    }
}

// Lists.

/// Name of the landmark with all lists.
pub const CONTACTS: &str = "Contacts";
/// Heading of the first list.
pub const WAITING: &str = "Waiting";
/// Heading of the second list.
pub const OPEN: &str = "Open";
/// Heading of the third list.
pub const ENDED: &str = "Ended";
/// The first list without entries.
pub const NOBODY_WAITS: &str = "Nobody is waiting.";
/// The second list without entries.
pub const NOTHING_OPEN: &str = "No open chats. Accept somebody who waits.";
/// On a waiting contact.
pub const ACCEPT: &str = "Accept";
/// On a contact that is being accepted.
pub const ACCEPTING: &str = "Accepting…";
/// A visitor without a name.
pub const NAMELESS: &str = "Visitor";
/// A contact without a message.
pub const NO_MESSAGE: &str = "No messages yet";

/// A visitor's name as shown.
pub fn customer(name: &str) -> String {
    if name.trim().is_empty() { NAMELESS.into() } else { name.into() }
}

/// The last message of a contact.
pub fn preview(speaker: Speaker, text: &str) -> String {
    match speaker {
        Speaker::Customer => text.into(),
        Speaker::Agent => format!("You: {text}"),
        Speaker::Bot => format!("Bot: {text}"),
    }
}

/// Who handed a contact over, and how long it has waited since.
pub fn transferred(agent: &str, time: Elapsed) -> String {
    format!("from {agent}, {}", waiting_for(time))
}

/// Unread messages, for those who do not see the badge.
pub fn unread(count: u32) -> String {
    match count {
        1 => "1 unread message".into(),
        count => format!("{count} unread messages"),
    }
}

/// Unread messages in the badge.
pub fn unread_badge(count: u32) -> String {
    if count > 99 { "99+".into() } else { count.to_string() }
}

/// Time that has passed, short.
pub fn elapsed(elapsed: Elapsed) -> String {
    match elapsed {
        Elapsed::Moment => "now".into(),
        Elapsed::Minutes(minutes) => format!("{minutes} min"),
        Elapsed::Hours { hours, minutes: 0 } => format!("{hours} h"),
        Elapsed::Hours { hours, minutes } => format!("{hours} h {minutes} min"),
        Elapsed::Days(1) => "1 day".into(),
        Elapsed::Days(days) => format!("{days} days"),
    }
}

/// How long somebody has waited.
pub fn waiting_for(time: Elapsed) -> String {
    match time {
        Elapsed::Moment => "just arrived".into(),
        Elapsed::Minutes(_) | Elapsed::Hours { .. } | Elapsed::Days(_) => {
            format!("waiting {}", elapsed(time))
        }
    }
}

/// How long a chat has been open.
pub fn open_for(time: Elapsed) -> String {
    match time {
        Elapsed::Moment => "accepted just now".into(),
        Elapsed::Minutes(_) | Elapsed::Hours { .. } | Elapsed::Days(_) => {
            format!("with you for {}", elapsed(time))
        }
    }
}

/// How long ago a chat ended.
pub fn ended_ago(time: Elapsed) -> String {
    match time {
        Elapsed::Moment => "ended just now".into(),
        Elapsed::Minutes(_) | Elapsed::Hours { .. } | Elapsed::Days(_) => {
            format!("ended {} ago", elapsed(time))
        }
    }
}

// The conversation.

/// The middle of the desk without a conversation.
pub const NOTHING_CHOSEN: &str = "No chat on the screen";
/// What to do about that.
pub const CHOOSE_HINT: &str = "Choose an open chat, or accept somebody who waits.";
/// While a contact is being accepted.
pub const OPENING: &str = "Opening the chat…";
/// Back from a conversation to the lists.
pub const BACK: &str = "Back to contacts";
/// The button that hands a contact over.
pub const TRANSFER: &str = "Transfer";
/// Heading of the menu of agents.
pub const TRANSFER_TO: &str = "Transfer to";
/// The menu without agents.
pub const NOBODY_ONLINE: &str = "No other agent is online.";
/// The button that ends a contact.
pub const END: &str = "End chat";
/// Question before that.
pub const END_QUESTION: &str = "End this chat?";
/// The button that takes it back.
pub const CANCEL: &str = "Cancel";
/// The button that takes an ended contact out of the list.
pub const PUT_AWAY: &str = "Close";
/// The button that takes a problem off the screen.
pub const DISMISS: &str = "Dismiss";

/// Name of a conversation's region.
pub fn conversation_with(customer: &str) -> String {
    format!("Conversation with {customer}")
}

/// What ending means.
pub fn end_hint(customer: &str) -> String {
    format!("{customer} will see that the chat is over. This cannot be undone.")
}

/// What went wrong with a contact.
pub fn problem(problem: &Problem) -> &'static str {
    match problem {
        Problem::Taken => "Another agent has taken this chat.",
        Problem::Gone => "This chat is over.",
        Problem::TransferRefused => "The chat could not be handed over. It is still with you.",
        Problem::Unreachable => "The server does not answer. Please try again.",
    }
}

// Details.

/// Name of the landmark.
pub const DETAILS: &str = "Details";
/// Heading above the attributes of the start.
pub const STARTED_WITH: &str = "Given at the start";
/// Heading above the people of a conversation.
pub const PEOPLE: &str = "In this chat";
/// Label of the standing.
pub const STATUS: &str = "Status";
/// Label of the agent who handed it over.
pub const HANDED_OVER_BY: &str = "Handed over by";
/// Label of the contact's id.
pub const CONTACT_ID: &str = "Contact";
/// The visitor.
pub const ROLE_CUSTOMER: &str = "Customer";
/// An agent.
pub const ROLE_AGENT: &str = "Agent";
/// A bot.
pub const ROLE_BOT: &str = "Bot";
/// Somebody who is away.
pub const AWAY: &str = "away";

// When all else fails.

/// The desk cannot go on.
pub const FAILED: &str =
    "Something went wrong, and the desk has stopped. Nothing that was sent is lost.";
/// The link that starts it again.
pub const RELOAD: &str = "Open the desk again";

// Connection and announcements.

/// What the strip says; nothing when all is well.
pub fn strip(strip: Strip) -> &'static str {
    match strip {
        Strip::Fine => "",
        Strip::Connecting => "Connecting…",
        Strip::Offline => "You're offline. The lists may be out of date.",
        Strip::Restored => "Back online",
    }
}

/// An agent is here.
pub const ONLINE: &str = "online";

/// One piece of news as a sentence.
pub fn news(news: &News) -> String {
    match news {
        News::Waiting { customer: name, transferred_by: None } => {
            format!("{} is waiting.", customer(name))
        }
        News::Waiting { customer: name, transferred_by: Some(agent) } => {
            format!("{} is waiting, handed over by {agent}.", customer(name))
        }
        News::Message { customer: name, text } => format!("{}: {text}", customer(name)),
        News::Ended { customer: name } => format!("The chat with {} is over.", customer(name)),
        News::Transferred { customer: name, to } => {
            format!("{} was handed over to {to}.", customer(name))
        }
    }
}

// Keyboard.

/// Heading of the list of keys.
pub const KEYS: &str = "Keyboard";

/// Keys and what they do.
pub const KEY_TABLE: [(&str, &str); 5] = [
    ("↑ ↓", "Move through the contacts"),
    ("Home End", "First and last contact"),
    ("Enter", "Open or accept a contact; in a chat, send"),
    ("Shift Enter", "New line"),
    ("Esc", "From a chat back to its contact"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_begins_with_how_many_wait() {
        assert_eq!(page_title(0), "Chirrup desk");
        assert_eq!(page_title(2), "2 waiting · Chirrup desk");
    }

    #[test]
    fn times_are_short_and_whole() {
        assert_eq!(elapsed(Elapsed::Moment), "now");
        assert_eq!(elapsed(Elapsed::Hours { hours: 2, minutes: 0 }), "2 h");
        assert_eq!(waiting_for(Elapsed::Minutes(3)), "waiting 3 min");
        assert_eq!(ended_ago(Elapsed::Days(1)), "ended 1 day ago");
    }

    #[test]
    fn a_visitor_without_a_name_is_a_visitor() {
        let news =
            news(&News::Waiting { customer: " ".into(), transferred_by: Some("Ben".into()) });

        assert_eq!(news, "Visitor is waiting, handed over by Ben.");
    }

    #[test]
    fn counts_agree_with_their_nouns() {
        assert_eq!(unread(1), "1 unread message");
        assert_eq!(unread(3), "3 unread messages");
        assert_eq!(unread_badge(100), "99+");
    }
}
