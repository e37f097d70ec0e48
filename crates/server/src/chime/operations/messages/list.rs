//! `ListChannelMessages`: pages by time, which within a channel only grows.

use chirrup_wire::chime::message::ListChannelMessagesResponse;

use crate::chime::call::{Call, Reply};
use crate::chime::domain::field;
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::chime::operations::page::Pager;
use crate::chime::operations::{access, encode};
use crate::clock::Millis;
use crate::store::{Direction, MessagePage};

/// `GET /channels/{channelArn}/messages`.
pub(in crate::chime::operations) async fn list_messages(call: Call) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let sub_channel = call.parameter("sub-channel-id").map(str::to_owned);
    let direction = field::word(call.parameter("sort-order"), "sort-order", direction)?;
    let direction = direction.unwrap_or(Direction::Backward);
    let pager = Pager::of(&call)?;
    let mut from = time(&call, "not-before")?.unwrap_or(Millis(0));
    let mut until = time(&call, "not-after")?.unwrap_or(Millis(i64::MAX));
    match (direction, pager.start()) {
        (Direction::Forward, Some(after)) => from = from.max(Millis(after).plus_millis(1)),
        (Direction::Backward, Some(after)) => until = until.min(Millis(after).plus_millis(-1)),
        (_, None) => {}
    }
    let (most, asked) = (pager.fetch(), channel.clone());
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let scene = access::enter(&chime, &asked, &bearer)?;
        scene.need(Action::Read)?;
        let (part, sub_channel) = access::part(&chime, &scene, sub_channel.as_deref())?;
        let (channel, reader) = (scene.channel.seq, scene.actor.seq);
        let page = MessagePage { channel, part, reader, direction, from, until, most };
        Ok::<_, ChimeError>((chime.messages(&page)?, sub_channel))
    });
    let (mut found, sub_channel_id) = read.await?;
    let next_token = pager.cut(&mut found, |message| message.at.0);
    let messages = found.iter().map(|message| encode::message_summary(message, encode::seconds));
    Reply::ok(&ListChannelMessagesResponse {
        channel_arn: Some(channel.to_string()),
        channel_messages: messages.collect(),
        next_token,
        sub_channel_id,
    })
}

fn direction(text: &str) -> Option<Direction> {
    match text {
        "ASCENDING" => Some(Direction::Forward),
        "DESCENDING" => Some(Direction::Backward),
        _ => None,
    }
}

fn time(call: &Call, name: &str) -> Result<Option<Millis>, ChimeError> {
    let wrong = || ChimeError::bad_request(format!("{name} is not a time"));
    call.parameter(name).map(|text| Millis::parse(text).ok_or_else(wrong)).transpose()
}
