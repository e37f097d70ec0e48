//! Content types of items: what a message or an event is.

/// Plain text.
pub const TEXT_PLAIN: &str = "text/plain";
/// Markdown text.
pub const TEXT_MARKDOWN: &str = "text/markdown";
/// JSON text, used by custom clients.
pub const APPLICATION_JSON: &str = "application/json";
/// An interactive message: a template as JSON.
pub const INTERACTIVE: &str = "application/vnd.amazonaws.connect.message.interactive";
/// The answer to an interactive message.
pub const INTERACTIVE_RESPONSE: &str =
    "application/vnd.amazonaws.connect.message.interactive.response";

/// Somebody is typing.
pub const TYPING: &str = "application/vnd.amazonaws.connect.event.typing";
/// A participant came in.
pub const PARTICIPANT_JOINED: &str = "application/vnd.amazonaws.connect.event.participant.joined";
/// A participant went away.
pub const PARTICIPANT_LEFT: &str = "application/vnd.amazonaws.connect.event.participant.left";
/// A participant is being added.
pub const PARTICIPANT_INVITED: &str = "application/vnd.amazonaws.connect.event.participant.invited";
/// A participant has been silent for the configured time.
pub const PARTICIPANT_IDLE: &str = "application/vnd.amazonaws.connect.event.participant.idle";
/// An idle participant is back.
pub const PARTICIPANT_RETURNED: &str =
    "application/vnd.amazonaws.connect.event.participant.returned";
/// A silent participant is about to be, or was, taken off the chat.
pub const PARTICIPANT_AUTODISCONNECTION: &str =
    "application/vnd.amazonaws.connect.event.participant.autodisconnection";
/// A participant has another name.
pub const PARTICIPANT_DISPLAYNAME_UPDATED: &str =
    "application/vnd.amazonaws.connect.event.participant.displayname.updated";
/// The contact went to another agent or queue.
pub const TRANSFER_SUCCEEDED: &str = "application/vnd.amazonaws.connect.event.transfer.succeeded";
/// The contact could not be transferred.
pub const TRANSFER_FAILED: &str = "application/vnd.amazonaws.connect.event.transfer.failed";
/// The chat is over.
pub const CHAT_ENDED: &str = "application/vnd.amazonaws.connect.event.chat.ended";
/// A persistent chat has its past items.
pub const CHAT_REHYDRATED: &str = "application/vnd.amazonaws.connect.event.chat.rehydrated";
/// Retired: the client took note of its connection.
pub const CONNECTION_ACKNOWLEDGED: &str =
    "application/vnd.amazonaws.connect.event.connection.acknowledged";
/// A receipt sent by a client: the message arrived.
pub const MESSAGE_DELIVERED: &str = "application/vnd.amazonaws.connect.event.message.delivered";
/// A receipt sent by a client: the message was read.
pub const MESSAGE_READ: &str = "application/vnd.amazonaws.connect.event.message.read";
/// Receipts told to clients.
pub const MESSAGE_METADATA: &str = "application/vnd.amazonaws.connect.event.message.metadata";
