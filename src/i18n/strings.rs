//! The table of words that a language fills in.

mod gate;
mod live;
mod moderate;

pub use gate::GateStrings;
pub use live::LiveStrings;
pub use moderate::ModerateStrings;

/// All words of one language. A missing word does not compile.
pub struct Strings {
    // Days.
    /// The day that it is.
    pub today: &'static str,
    /// The day before.
    pub yesterday: &'static str,

    // Header.
    /// Name of the ⋯ button.
    pub menu: &'static str,
    /// Name of the ✕ button.
    pub close: &'static str,
    /// Status while the first connection is made.
    pub connecting: &'static str,
    /// Status after the end.
    pub ended_status: &'static str,
    /// Who is in the conversation.
    pub people: fn(&[String]) -> String,

    // Menu and end.
    /// Menu entry.
    pub download_transcript: &'static str,
    /// Menu entry and the button that confirms it.
    pub end_chat: &'static str,
    /// Question before ending.
    pub end_question: &'static str,
    /// What ending means.
    pub end_explanation: &'static str,
    /// Keeps things as they are.
    pub cancel: &'static str,

    // Connection strip.
    /// The connection is being made again.
    pub reconnecting: &'static str,
    /// There is no network.
    pub offline: &'static str,
    /// The connection is there again.
    pub back_online: &'static str,
    /// The service refused the connection for good.
    pub refused: &'static str,
    /// The conversation could not be ended.
    pub end_failed: &'static str,

    // Pre-chat form.
    /// Line above the form when the host page has none.
    pub greeting: &'static str,
    /// Label of the name field.
    pub name: &'static str,
    /// Beside the label of a field that may stay empty.
    pub optional: &'static str,
    /// Heading of the error summary.
    pub form_errors: fn(u32) -> String,
    /// A field needs an answer.
    pub field_empty: fn(&str) -> String,
    /// Not an e-mail address.
    pub field_email: &'static str,
    /// Not a telephone number.
    pub field_tel: &'static str,
    /// Submits the form.
    pub start_chat: &'static str,
    /// The same button while the chat is being started.
    pub starting: &'static str,
    /// The chat could not be started, and trying again may help.
    pub start_failed_retry: &'static str,
    /// The chat could not be started.
    pub start_failed: &'static str,
    /// Link to the contact of the host page.
    pub contact_link: &'static str,

    // Timeline.
    /// Name of the list of messages.
    pub messages: &'static str,
    /// Link for keyboards, before the list.
    pub skip_to_composer: &'static str,
    /// The unread divider.
    pub new: &'static str,
    /// The first row of a complete history.
    pub beginning: &'static str,
    /// The older page could not be had.
    pub older_failed: &'static str,
    /// Tries again.
    pub try_again: &'static str,
    /// An older page is on its way.
    pub older_loading: &'static str,
    /// The gap row.
    pub gap: &'static str,
    /// While the first page is on its way.
    pub loading: &'static str,
    /// One friendly line in an empty conversation.
    pub empty: &'static str,
    /// Name of the group of suggestion chips.
    pub suggestions: &'static str,
    /// Text of the jump pill with this many messages.
    pub pill: fn(u32) -> String,
    /// Accessible name of the jump pill.
    pub pill_label: fn(u32) -> String,
    /// So many messages came in at once, or in a while.
    pub new_messages: fn(u32) -> String,

    // Messages.
    /// This person, as the author of a message.
    pub you: &'static str,
    /// An author without a name.
    pub somebody: &'static str,
    /// A bot without a name.
    pub assistant: &'static str,
    /// Author, time and text in one sentence.
    pub message_label: fn(&str, &str, &str) -> String,
    /// State of an own message.
    pub sending: &'static str,
    /// State of an own message.
    pub waiting: &'static str,
    /// State of an own message.
    pub sent: &'static str,
    /// State of an own message.
    pub delivered: &'static str,
    /// State of an own message.
    pub read: &'static str,
    /// State of an own message.
    pub not_sent: &'static str,
    /// Why: no answer for ten minutes.
    pub failed_timed_out: &'static str,
    /// Why: the backend refused it.
    pub failed_refused: &'static str,
    /// Why: the conversation ended first.
    pub failed_ended: &'static str,
    /// Why: somebody looked at it and said no.
    pub failed_denied: &'static str,
    /// Why: nobody could look at it.
    pub failed_unreviewed: &'static str,
    /// State of an own message: others do not see it yet.
    pub in_review: &'static str,
    /// Sends again.
    pub retry: &'static str,
    /// Puts the text on the clipboard.
    pub copy: &'static str,
    /// Takes an unsent message away.
    pub delete: &'static str,
    /// Stands for the address of a link that opens elsewhere.
    pub opens_in_new_tab: &'static str,

    // Typing.
    /// Who is typing.
    pub typing: fn(&[String]) -> String,

    // Notices.
    /// Somebody came in.
    pub joined: fn(&str) -> String,
    /// Somebody left.
    pub left: fn(&str) -> String,
    /// Somebody is being added.
    pub invited: fn(&str) -> String,
    /// Somebody is away.
    pub idle: fn(&str) -> String,
    /// Somebody is back.
    pub returned: fn(&str) -> String,
    /// Somebody was taken off for being silent.
    pub auto_disconnected: fn(Option<&str>) -> String,
    /// Somebody has another name: old, new.
    pub renamed: fn(&str, &str) -> String,
    /// The conversation went to somebody else.
    pub transferred: &'static str,
    /// The conversation could not go to somebody else.
    pub transfer_failed: &'static str,
    /// The conversation is over.
    pub ended: &'static str,
    /// Something that cannot be shown here.
    pub opaque: &'static str,

    // Composer.
    /// Name and placeholder of the field.
    pub composer: &'static str,
    /// Name of the send button.
    pub send: &'static str,
    /// Bytes that are left, as a person would say it.
    pub bytes_left: fn(u32) -> String,
    /// Bytes above the limit.
    pub bytes_over: fn(u32) -> String,

    // Ended.
    /// This person ended it.
    pub ended_own: &'static str,
    /// The other side ended it.
    pub ended_remote: &'static str,
    /// It was over on coming back.
    pub ended_expired: &'static str,
    /// Forgets it and shows the form.
    pub start_new: &'static str,

    /// The door of an event.
    pub gate: GateStrings,
    /// A room of thousands.
    pub live: LiveStrings,
}
