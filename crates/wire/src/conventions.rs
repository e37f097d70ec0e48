//! What Chirrup puts into Amazon Chime SDK messages beside their text, and the login of an event.
//!
//! The service carries a text and a little metadata. These are the shapes of everything else, chosen so that
//! other clients still show something sensible and a backend that knows nothing of them still works. What is
//! *not* here: the messages themselves, and who may do what, which is `core::moderation`.
//!
//! | what | how it travels | type |
//! |---|---|---|
//! | mentions, files, replies, client id | `Metadata` of a message, and [`MENTIONS_ATTRIBUTE`] | [`Metadata`] |
//! | typing, emoji bursts | `CONTROL`, `NON_PERSISTENT`, at most [`CONTROL_BYTES_MAX`] | [`Control`] |
//! | moderators' actions | `STANDARD`, `PERSISTENT`, content type [`ACTION_CONTENT_TYPE`] | [`Action`] |
//! | login, nickname, renewal | JSON over HTTP | [`login`] |
//! | how many there are, who somebody is | JSON over HTTP | [`audience`] |
//!
//! # Actions
//!
//! Content is an object with `action` and, with any of them, `reason`: a sentence for people.
//!
//! | `action` | members | meaning |
//! |---|---|---|
//! | `hide` | `id` | this message is hidden; after the undo window its author's text is redacted for good |
//! | `restore` | `id` | takes a `hide` back |
//! | `hide-user` | `user` | every message of this person is hidden, older and newer |
//! | `restore-user` | `user` | takes `hide-user` back |
//! | `timeout` | `user`, `until` | this person may not write before that time |
//! | `end-timeout` | `user` | takes `timeout` back |
//! | `ban` | `user` | note in the log beside `CreateChannelBan`, which is the ban itself |
//! | `unban` | `user` | note in the log beside `DeleteChannelBan` |
//! | `approve-user` | `user` | this person may write while the mode is `approved` |
//! | `unapprove-user` | `user` | takes `approve-user` back |
//! | `clear` | | every message older than the action is hidden |
//! | `unclear` | | takes `clear` back |
//! | `slow-mode` | `seconds` | time between two messages of one person; 0 is off |
//! | `pin` | `id` | this message is the pinned one |
//! | `unpin` | | no message is pinned |
//! | `announce` | `text` | the announcement above the room |
//! | `unannounce` | | takes it away |
//! | `mode` | `mode` | how the room is open: see [`RoomMode`] |
//! | `held` | `id`, `user`, `name` (if known), `text` | a message waits for review; a targeted message of the channel flow's processor to each moderator |
//! | `approve` | `id` | a held message may appear; the processor sees it pass and lets the message go |
//! | `reject` | `id` | a held message may not appear |
//!
//! Times are `yyyy-MM-ddTHH:mm:ss.SSSZ`, users are ARNs, ids are `MessageId`s. Each pair of an action and what
//! takes it back is one subject, of which the newest counts. What concerns a whole room is said in each part of an
//! elastic channel, each time by the same sender with the same client id: whoever reads several parts takes it once.

pub mod audience;
pub mod login;

mod action;
mod control;
mod metadata;

pub use action::{Action, Deed, RoomMode};
pub use control::{Burst, Control};
pub use metadata::{Attachment, MentionRange, Metadata, MetadataTooLong};

/// Content type of an [`Action`].
pub const ACTION_CONTENT_TYPE: &str = "application/vnd.chirrup.action+json";
/// The message attribute whose string values are the ARNs of the mentioned people.
pub const MENTIONS_ATTRIBUTE: &str = "CHIME.mentions";
/// Longest metadata, in characters.
pub const METADATA_CHARACTERS_MAX: usize = 1024;
/// Longest content of a `CONTROL` message.
pub const CONTROL_BYTES_MAX: usize = 30;
