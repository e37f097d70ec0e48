//! `ChannelFlowCallback`: a processor says what becomes of a message.

use chirrup_wire::chime::message::{
    ChannelFlowCallbackRequest, ChannelFlowCallbackResponse, ChannelMessageCallback,
};

use super::hold::Waiting;
use super::outcome::{Outcome, end};
use crate::chime::arn::Arn;
use crate::chime::call::{Call, Reply};
use crate::chime::domain::record::MessageKind;
use crate::chime::domain::role::Action;
use crate::chime::domain::{draft, field};
use crate::chime::error::ChimeError;
use crate::chime::operations::access::{self, Power};
use crate::store::Tx;

/// `POST /channels/{channelArn}?operation=channel-flow-callback`.
pub(in crate::chime::operations) async fn flow_callback(call: Call) -> Result<Reply, ChimeError> {
    let (channel, power) = (access::channel_arn(&call)?, Power::of(&call));
    let body: ChannelFlowCallbackRequest = call.body()?;
    let id = field::required(body.callback_id, "CallbackId")?;
    if !(32..=64).contains(&id.chars().count()) {
        return Err(ChimeError::bad_request("CallbackId has 32 to 64 characters"));
    }
    let said = Said::check(field::required(body.channel_message, "ChannelMessage")?)?;
    let outcome = if body.delete_resource == Some(true) { Outcome::Deny } else { Outcome::Send };
    let answer =
        ChannelFlowCallbackResponse { channel_arn: channel.to_string(), callback_id: id.clone() };
    let write = move |tx: &mut Tx<'_>| take(tx, &channel, &power, &id, said, outcome);
    call.app.store.write(write).await?;
    Reply::ok(&answer)
}

/// What the processor says of the message. What is absent stays.
struct Said {
    id: String,
    message: ChannelMessageCallback,
}

impl Said {
    fn check(mut message: ChannelMessageCallback) -> Result<Self, ChimeError> {
        let id = field::required(message.message_id.take(), "ChannelMessage.MessageId")?;
        let content = message.content.take();
        let content = content.map(|text| draft::content(Some(text), MessageKind::Standard));
        message.content = content.transpose()?;
        message.metadata = field::metadata(message.metadata)?;
        message.content_type = draft::content_type(message.content_type)?;
        message.message_attributes = draft::attributes(message.message_attributes)?;
        message.push_notification = draft::push(message.push_notification)?;
        Ok(Self { id, message })
    }
}

fn take(
    tx: &mut Tx<'_>,
    channel: &Arn,
    power: &Power,
    id: &str,
    said: Said,
    outcome: Outcome,
) -> Result<(), ChimeError> {
    let chime = tx.chime();
    let unknown = || ChimeError::forbidden(format!("no such channel, or not yours: {channel}"));
    let found = chime.channel(channel)?.ok_or_else(unknown)?;
    if let Power::User(user) = power {
        access::enter(&chime, channel, user)?.need(Action::Moderate)?;
    }
    let over = || ChimeError::conflict("no message waits under this CallbackId, or none any more");
    let callback = chime.callback(id)?.filter(|one| one.channel == found.seq).ok_or_else(over)?;
    if callback.message != said.id {
        return Err(ChimeError::bad_request("MessageId is not that of the message that waits"));
    }
    let mut waiting = Waiting::of(&callback)?;
    let words = &mut waiting.words;
    words.content = said.message.content.or(words.content.take());
    words.metadata = said.message.metadata.or(words.metadata.take());
    words.content_type = said.message.content_type.or(words.content_type.take());
    words.attributes = said.message.message_attributes.or(words.attributes.take());
    end(tx, &callback, &waiting, outcome)
}
