//! `SendChannelMessage`: answered once the message is on the disk, and the same message for the same token.

use chirrup_wire::chime::message::{ChannelMessageResponse, SendChannelMessageRequest};

use crate::chime::arn::Arn;
use crate::chime::call::{Call, Reply};
use crate::chime::domain::draft::Draft;
use crate::chime::domain::record::{Message, MessageKind, Request, Status, User};
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::chime::operations::access::{self, Place, Scene};
use crate::chime::operations::repeat::Recent;
use crate::chime::operations::{encode, flows, repeat, tell};
use crate::clock::Millis;
use crate::store::{ChimeReads, Tx};

/// `POST /channels/{channelArn}/messages`.
pub(in crate::chime::operations) async fn send_message(call: Call) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let mut body: SendChannelMessageRequest = call.body()?;
    let draft = Draft::check(body.clone())?;
    body.client_request_token = None;
    let request = repeat::request(&draft.token, &body)?;
    let background = call.app.background.clone();
    let send =
        move |tx: &mut Tx<'_>| send(tx, (&channel, &bearer), draft, &request, &background.recent);
    let answer = call.app.store.write(send).await?;
    call.app.metrics.messages_acknowledged.inc();
    if answer.is_waiting {
        call.app.background.call_soon();
    }
    Reply::created(&answer.response)
}

struct Answer {
    response: ChannelMessageResponse,
    is_waiting: bool,
}

impl Answer {
    fn new(channel: &Arn, id: String, status: Status, sub_channel: Option<String>) -> Self {
        Self {
            response: ChannelMessageResponse {
                channel_arn: Some(channel.to_string()),
                message_id: Some(id),
                status: Some(encode::status(status)),
                sub_channel_id: sub_channel,
            },
            is_waiting: status == Status::Pending,
        }
    }
}

fn send(
    tx: &mut Tx<'_>,
    (channel, bearer): (&Arn, &Arn),
    draft: Draft,
    request: &Request,
    recent: &Recent,
) -> Result<Answer, ChimeError> {
    let (chime, now) = (tx.chime(), tx.now());
    let scene = access::enter(&chime, channel, bearer)?;
    scene.need(Action::Send)?;
    let place = access::own_part(&chime, &scene, draft.sub_channel.as_deref())?;
    let (sender, seq) = (scene.actor.seq, scene.channel.seq);
    let before = chime.message_by_token(sender, seq, &request.token)?;
    if let Some(sent) = repeat::same(before, request)? {
        return Ok(Answer::new(channel, sent.id, sent.status, sent.sub_channel));
    }
    let before = recent.find(seq, sender, &request.token);
    if let Some(id) = repeat::same(before, request)? {
        let waits = chime.callback_of(seq, &id)?.is_some();
        let status = if waits { Status::Pending } else { Status::Sent };
        return Ok(Answer::new(channel, id, status, place.1));
    }
    let flow = scene.channel.flow.as_ref().filter(|_| draft.kind == MessageKind::Standard);
    let flow = flow.map(|flow| chime.flow(flow)).transpose()?.flatten();
    let status = if flow.is_some() { Status::Pending } else { Status::Sent };
    let push = draft.push.clone();
    let mut message = message(&chime, &scene, draft, place, now)?;
    message.status = status;
    if message.is_kept {
        message.seq = chime.add_message(&message, request)?;
    } else {
        recent.note(seq, sender, request, &message.id, now);
    }
    match flow {
        Some(flow) => flows::hold(tx, &scene.channel, &message, &flow, push)?,
        None => tell::message(tx, &scene.channel, &message, "CREATE_CHANNEL_MESSAGE")?,
    }
    Ok(Answer::new(channel, message.id, status, message.sub_channel))
}

fn message(
    chime: &ChimeReads<'_>,
    scene: &Scene,
    draft: Draft,
    (part, sub_channel): Place,
    now: Millis,
) -> Result<Message, ChimeError> {
    let target = match &draft.target {
        Some(target) => Some(target_of(chime, scene, target, part)?),
        None => None,
    };
    let at = scene.channel.next_at(now);
    Ok(Message {
        seq: 0,
        channel: scene.channel.seq,
        part,
        sub_channel,
        id: fresh_id(at),
        at,
        sender_seq: scene.actor.seq,
        sender: scene.actor.identity(),
        target_seq: target.as_ref().map(|user| user.seq),
        target: target.map(|user| user.arn.to_string()),
        kind: draft.kind,
        is_kept: draft.is_kept,
        status: Status::Sent,
        words: draft.words,
        edited_at: None,
        updated_at: at,
        is_redacted: false,
    })
}

/// A message for one pair of eyes goes to another member.
fn target_of(
    chime: &ChimeReads<'_>,
    scene: &Scene,
    target: &Arn,
    part: i64,
) -> Result<User, ChimeError> {
    let wrong = || ChimeError::bad_request("Target is another member of the channel");
    let user = chime.user(target)?.filter(|user| user.seq != scene.actor.seq);
    let user = user.ok_or_else(wrong)?;
    let memberships = chime.memberships_in(scene.channel.seq, user.seq)?;
    let is_there = memberships.iter().any(|membership| membership.part == part);
    is_there.then_some(user).ok_or_else(wrong)
}

/// 64 hex digits that nobody guesses. The time comes first, so that neighbours in time are neighbours in the
/// index.
fn fresh_id(at: Millis) -> String {
    let (a, b, c, d): (u64, u64, u64, u16) = rand::random();
    format!("{:012x}{a:016x}{b:016x}{c:016x}{d:04x}", at.0 & 0xffff_ffff_ffff)
}

#[cfg(test)]
mod tests {
    use super::fresh_id;
    use crate::clock::Millis;

    #[test]
    fn ids_have_64_hex_digits_and_are_unlike_each_other() {
        let (one, other) = (fresh_id(Millis(1)), fresh_id(Millis(1)));
        assert!(one.len() == 64 && one.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_ne!(one, other);
        assert!(one < fresh_id(Millis(2)), "in the order of time");
    }
}
