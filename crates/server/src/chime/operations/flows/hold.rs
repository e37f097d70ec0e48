//! Letting a message or an edit wait for its processor.

use chirrup_wire::chime::message::PushNotification;
use serde::{Deserialize, Serialize};

use crate::chime::arn::Arn;
use crate::chime::domain::record::{
    Channel, Flow, Message, MessageKind, Processor, Seq, Status, Words,
};
use crate::chime::error::ChimeError;
use crate::chime::operations::tell;
use crate::clock::Millis;
use crate::store::{Callback, ChimeReads, StoreError, Tx};

/// How long a processor may take to call back.
const PATIENCE_SECONDS: u64 = 48 * 3600;

/// What waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum What {
    /// A message that is kept.
    Kept,
    /// A message that is not.
    Unkept,
    /// An edit of a message that is kept.
    Edit,
}

/// Everything about what waits that is nowhere else.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Waiting {
    pub(super) what: What,
    pub(super) words: Words,
    pub(super) processor: Processor,
    part: Seq,
    sub_channel: Option<String>,
    at: Millis,
    edited_at: Option<Millis>,
    target: Option<Arn>,
    push: Option<PushNotification>,
}

impl Waiting {
    pub(super) fn of(callback: &Callback) -> Result<Self, StoreError> {
        Ok(serde_json::from_str(&callback.document)?)
    }

    /// The message as it would be sent; nothing when it was deleted meanwhile.
    pub(super) fn message(
        &self,
        chime: &ChimeReads<'_>,
        callback: &Callback,
    ) -> Result<Option<Message>, StoreError> {
        if self.what != What::Unkept {
            let kept = chime.message(callback.channel, &callback.message)?;
            return Ok(kept.map(|kept| Message {
                words: self.words.clone(),
                edited_at: self.edited_at,
                ..kept
            }));
        }
        let target = match &self.target {
            Some(target) => chime.user(target)?.map(|user| user.seq),
            None => None,
        };
        Ok(Some(Message {
            seq: 0,
            channel: callback.channel,
            part: self.part,
            sub_channel: self.sub_channel.clone(),
            id: callback.message.clone(),
            at: self.at,
            sender_seq: callback.sender,
            sender: chime.named(callback.sender)?,
            target_seq: target,
            target: self.target.as_ref().map(ToString::to_string),
            kind: MessageKind::Standard,
            is_kept: false,
            status: Status::Pending,
            words: self.words.clone(),
            edited_at: None,
            updated_at: self.at,
            is_redacted: false,
        }))
    }
}

/// Lets a message wait. Its status is pending already.
pub(in crate::chime::operations) fn hold(
    tx: &mut Tx<'_>,
    channel: &Channel,
    message: &Message,
    flow: &Flow,
    push: Option<PushNotification>,
) -> Result<(), ChimeError> {
    let what = if message.is_kept { What::Kept } else { What::Unkept };
    wait(tx, message, flow, what, push)?;
    Ok(tell::sender(tx, channel, message, "PENDING_CREATE_CHANNEL_MESSAGE")?)
}

/// Lets an edit wait; the message stays as it is until then. One edit waits at a time.
pub(in crate::chime::operations) fn hold_edit(
    tx: &mut Tx<'_>,
    channel: &Channel,
    message: &Message,
    flow: &Flow,
) -> Result<(), ChimeError> {
    if tx.chime().callback_of(channel.seq, &message.id)?.is_some() {
        return Err(ChimeError::conflict("an edit of the message waits already"));
    }
    wait(tx, message, flow, What::Edit, None)?;
    let pending = Message { status: Status::Pending, ..message.clone() };
    Ok(tell::sender(tx, channel, &pending, "PENDING_UPDATE_CHANNEL_MESSAGE")?)
}

fn wait(
    tx: &Tx<'_>,
    message: &Message,
    flow: &Flow,
    what: What,
    push: Option<PushNotification>,
) -> Result<(), ChimeError> {
    let processor = flow.processors.first().cloned().ok_or_else(ChimeError::service_failure)?;
    let waiting = Waiting {
        what,
        words: message.words.clone(),
        processor,
        part: message.part,
        sub_channel: message.sub_channel.clone(),
        at: message.at,
        edited_at: message.edited_at,
        target: message.target.as_deref().and_then(Arn::parse),
        push,
    };
    tx.chime().add_callback(&Callback {
        id: uuid::Uuid::new_v4().to_string(),
        channel: message.channel,
        message: message.id.clone(),
        sender: message.sender_seq,
        document: serde_json::to_string(&waiting).map_err(StoreError::from)?,
        attempts: 0,
        call_at: Some(tx.now()),
        ends_at: tx.now().plus_seconds(PATIENCE_SECONDS),
    })?;
    Ok(())
}
