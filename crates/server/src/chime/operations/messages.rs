//! Messages: sending, listing, changing, taking them away, and how far somebody has read.

mod delete;
mod get;
mod list;
mod read_marker;
mod redact;
mod send;
mod update;

pub(super) use delete::delete_message;
pub(super) use get::{get_message, get_message_status};
pub(super) use list::list_messages;
pub(super) use read_marker::update_read_marker;
pub(super) use redact::redact_message;
pub(super) use send::send_message;
pub(super) use update::update_message;

use super::access::{self, Scene};
use crate::chime::arn::Arn;
use crate::chime::call::Call;
use crate::chime::domain::record::{Message, Status};
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::store::ChimeReads;

const ID_MAX: usize = 128;

/// The id of a message in the path.
fn message_id(call: &Call) -> Result<String, ChimeError> {
    let id = call.path.get(1).map_or("", String::as_str);
    let is_plain =
        id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if id.is_empty() || id.len() > ID_MAX || !is_plain {
        return Err(ChimeError::bad_request("MessageId has 1 to 128 letters, digits, - and _"));
    }
    Ok(id.to_owned())
}

/// A message that the caller may see.
fn seen(
    chime: &ChimeReads<'_>,
    scene: &Scene,
    id: &str,
    sub_channel: Option<&str>,
) -> Result<Option<Message>, ChimeError> {
    let (part, _) = access::part(chime, scene, sub_channel)?;
    let found = chime.message(scene.channel.seq, id)?;
    Ok(found.filter(|message| message.part == part && message.is_for(scene.actor.seq)))
}

/// A message that the caller wants to change: one that was sent. It may be for few eyes, and those who rule
/// the channel may take it away all the same.
fn to_change(
    chime: &ChimeReads<'_>,
    (channel, bearer): (&Arn, &Arn),
    id: &str,
    sub_channel: Option<&str>,
) -> Result<(Scene, Message), ChimeError> {
    let scene = access::enter(chime, channel, bearer)?;
    scene.need(Action::Read)?;
    let (part, _) = access::part(chime, &scene, sub_channel)?;
    let found = chime.message(scene.channel.seq, id)?;
    let may = |message: &Message| {
        let is_within = message.is_for(scene.actor.seq)
            || (scene.standing.rules() && message.status == Status::Sent);
        message.part == part && is_within
    };
    let unknown = || ChimeError::forbidden(format!("no such message: {id}"));
    let message = found.filter(may).ok_or_else(unknown)?;
    if message.status != Status::Sent {
        return Err(ChimeError::conflict("the message was not sent"));
    }
    Ok((scene, message))
}
