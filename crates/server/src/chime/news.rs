//! What a committed change of a channel tells the sockets.
//!
//! The payload is encoded when the change is made, once, and shared by all who hear it.

use super::arn::Arn;

/// One thing to tell after a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChimeNews {
    /// A frame.
    Frame(Frame),
    /// From here on a member hears the channel. Told before the frame that announces it.
    Joined {
        /// The channel.
        channel: Arn,
        /// Where an elastic channel has put the member.
        sub_channel: Option<String>,
        /// Who.
        member: Arn,
    },
    /// From here on a member hears it no more. Told after the frame that announces it.
    Left {
        /// The channel.
        channel: Arn,
        /// Which part of an elastic channel; a moderator may stay in another.
        sub_channel: Option<String>,
        /// Who.
        member: Arn,
    },
    /// Somebody's keys are worth nothing any more: their sockets close, and are not to come back.
    Revoked {
        /// Who.
        member: Arn,
        /// A close code on which no client comes back.
        code: u16,
        /// A sentence for people.
        reason: String,
    },
}

/// A frame of the socket (protocol sheet §5.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The channel it concerns.
    pub channel: Arn,
    /// Only those in this part of an elastic channel hear it.
    pub sub_channel: Option<String>,
    /// `x-amz-chime-event-type`.
    pub event: &'static str,
    /// `x-amz-chime-message-type`: `STANDARD`, `CONTROL` or `SYSTEM`.
    pub message_type: &'static str,
    /// `x-amz-chime-event-reason`.
    pub reason: Option<&'static str>,
    /// JSON text.
    pub payload: String,
    /// Who hears it.
    pub audience: Audience,
}

/// Who hears a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// All members of the channel, or of the part of it.
    Members,
    /// These, members or not.
    Only(Vec<Arn>),
}
