//! `UpdateChannelMessage`: an edit of one's own message. Edits go through the channel flow too.

use chirrup_wire::chime::message::{ChannelMessageResponse, UpdateChannelMessageRequest};

use super::{message_id, to_change};
use crate::chime::arn::Arn;
use crate::chime::call::{Call, Reply};
use crate::chime::domain::draft;
use crate::chime::domain::field;
use crate::chime::domain::record::{Message, MessageKind, Status, Words};
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::chime::operations::{access, encode, flows, tell};
use crate::store::Tx;

/// What an edit says. What is absent stays.
struct Edit {
    content: Option<String>,
    /// Empty when it is to go.
    metadata: Option<String>,
    content_type: Option<String>,
    sub_channel: Option<String>,
}

impl Edit {
    fn check(body: UpdateChannelMessageRequest) -> Result<Self, ChimeError> {
        field::metadata(body.metadata.clone())?;
        Ok(Self {
            content: Some(draft::content(body.content, MessageKind::Standard)?),
            metadata: body.metadata,
            content_type: draft::content_type(body.content_type)?,
            sub_channel: body.sub_channel_id,
        })
    }

    fn words(self, message: &Message) -> Result<Words, ChimeError> {
        let before = message.words.clone();
        let metadata = self.metadata.or(before.metadata).filter(|text| !text.is_empty());
        if message.kind == MessageKind::Control && metadata.is_some() {
            return Err(ChimeError::bad_request("CONTROL messages have no Metadata"));
        }
        Ok(Words {
            content: Some(draft::content(self.content, message.kind)?),
            metadata,
            content_type: self.content_type.or(before.content_type),
            attributes: before.attributes,
        })
    }
}

/// `PUT /channels/{channelArn}/messages/{messageId}`.
pub(in crate::chime::operations) async fn update_message(call: Call) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let id = message_id(&call)?;
    let edit = Edit::check(call.body()?)?;
    let update = move |tx: &mut Tx<'_>| update(tx, (&channel, &bearer), &id, edit);
    let answer = call.app.store.write(update).await?;
    call.app.background.call_soon();
    Reply::ok(&answer)
}

fn update(
    tx: &mut Tx<'_>,
    names: (&Arn, &Arn),
    id: &str,
    edit: Edit,
) -> Result<ChannelMessageResponse, ChimeError> {
    let chime = tx.chime();
    let (scene, before) = to_change(&chime, names, id, edit.sub_channel.as_deref())?;
    scene.need(Action::Send)?;
    access::own_part(&chime, &scene, edit.sub_channel.as_deref())?;
    if before.sender_seq != scene.actor.seq {
        return Err(ChimeError::forbidden("messages are edited by who sent them"));
    }
    if before.is_redacted {
        return Err(ChimeError::conflict("the message was redacted"));
    }
    let words = edit.words(&before)?;
    let flow = scene.channel.flow.as_ref().filter(|_| before.kind == MessageKind::Standard);
    let flow = flow.map(|flow| chime.flow(flow)).transpose()?.flatten();
    let status = if flow.is_some() { Status::Pending } else { Status::Sent };
    let now = tx.now().max(before.updated_at.plus_millis(1));
    let after = Message { words, edited_at: Some(now), updated_at: now, ..before };
    if let Some(flow) = flow {
        flows::hold_edit(tx, &scene.channel, &after, &flow)?;
    } else {
        chime.save_message(&after)?;
        tell::message(tx, &scene.channel, &after, "UPDATE_CHANNEL_MESSAGE")?;
    }
    Ok(ChannelMessageResponse {
        channel_arn: Some(scene.channel.arn.to_string()),
        message_id: Some(after.id),
        status: Some(encode::status(status)),
        sub_channel_id: after.sub_channel,
    })
}
