//! Connect items and frames to entries.

use std::sync::Arc;

use chirrup_wire::connect::content_type as ct;
use chirrup_wire::connect::frame::{
    FrameContent, ServerFrame, TOPIC_CHAT, TOPIC_HEARTBEAT, TOPIC_PING, TOPIC_SUBSCRIBE,
};
use chirrup_wire::connect::item::{Item, ItemType, MessageMetadata};
use chirrup_wire::decode;

use super::super::{Entry, EntryKind, Frame, Markup, Piece, Receipt, Review, Said};
use super::{Contact, interactive};
use crate::ids::{ParticipantId, ServerId};
use crate::room::Role;
use crate::time::Millis;
use crate::timeline::{Author, Marks};

/// The author of what the contact flow says without naming a participant.
const FLOW_ID: &str = "system";

pub(super) fn frame(text: &str, contact: Option<&Contact>) -> Frame {
    let frame: ServerFrame = decode(text).unwrap_or_default();
    match (frame.topic.as_deref(), &frame.content) {
        (Some(TOPIC_CHAT), Some(FrameContent::Text(item))) => match decode::<Item>(item) {
            Some(item) if belongs(&item, contact) => Frame::Entry(Box::new(entry(&item))),
            Some(_) | None => Frame::Unknown,
        },
        (Some(TOPIC_SUBSCRIBE), Some(FrameContent::Subscription(answer))) => {
            match answer.status.as_deref() {
                Some("success") => Frame::Subscribed,
                Some(_) | None => Frame::SubscribeFailed,
            }
        }
        (Some(TOPIC_HEARTBEAT), _) => Frame::Heartbeat,
        (Some(TOPIC_PING), _) => Frame::DeepHeartbeat { healthy: frame.status_code == Some(200) },
        (Some(_) | None, _) => Frame::Unknown,
    }
}

/// Whether an item is of this conversation. Receipts name no contact.
fn belongs(item: &Item, contact: Option<&Contact>) -> bool {
    let Some(contact) = contact else { return false };
    let named = item.initial_contact_id.is_some() || item.contact_id.is_some();
    !named
        || item.initial_contact_id.as_ref() == Some(&contact.initial_contact_id)
        || item.contact_id.as_ref() == Some(&contact.contact_id)
        || item.kind == ItemType::MessageMetadata
}

pub(super) fn entry(item: &Item) -> Entry {
    let id = if item.id.is_empty() {
        // Nothing is lost for want of an id: the same words at the same time are the same thing.
        let parts = [item.absolute_time.as_str(), " ", item.content.as_deref().unwrap_or_default()];
        ServerId::from(parts.concat().as_str())
    } else {
        ServerId::from(item.id.as_str())
    };
    let at = Millis::from_rfc3339(&item.absolute_time);
    let author = author(item);
    let kind = kind(item, &id);
    Entry { id, at, author, kind }
}

fn author(item: &Item) -> Option<Author> {
    let role = item.participant_role.map(Role::from);
    let id = item.participant_id.as_deref().filter(|id| !id.is_empty());
    let id = id.or((role == Some(Role::Bot)).then_some(FLOW_ID))?;
    let name = item.display_name.as_deref().unwrap_or_default();
    Some(Author { id: ParticipantId::from(id), name: name.into(), role: role.unwrap_or(Role::Bot) })
}

fn kind(item: &Item, id: &ServerId) -> EntryKind {
    let nothing = MessageMetadata::default();
    let metadata = item.message_metadata.as_ref().unwrap_or(&nothing);
    let content = item.content.as_deref().unwrap_or_default();
    let content_type = item.content_type.as_deref().unwrap_or_default();
    let message = |content, markup| EntryKind::Message(said(content, markup, metadata, id));
    match item.kind {
        ItemType::Attachment => {
            let files = item.attachments.as_deref().unwrap_or_default();
            let names: Vec<_> = files.iter().map(|file| file.attachment_name.as_str()).collect();
            message(names.join("\n"), Markup::PLAIN)
        }
        ItemType::MessageMetadata => EntryKind::Receipts(receipts(metadata, id)),
        ItemType::Message | ItemType::Event | ItemType::Unknown => match content_type {
            ct::TEXT_MARKDOWN => message(content.to_owned(), Markup::MARKDOWN),
            ct::TEXT_PLAIN | ct::APPLICATION_JSON => message(content.to_owned(), Markup::PLAIN),
            ct::INTERACTIVE => match interactive::read(content) {
                Some(text) => message(text, Markup::MARKDOWN),
                None => EntryKind::Opaque(Arc::from(content_type)),
            },
            ct::TYPING => EntryKind::Typing,
            ct::PARTICIPANT_JOINED => EntryKind::Joined,
            ct::PARTICIPANT_LEFT => EntryKind::Left,
            ct::PARTICIPANT_INVITED => EntryKind::Invited,
            ct::PARTICIPANT_IDLE => EntryKind::Idle,
            ct::PARTICIPANT_RETURNED => EntryKind::Returned,
            ct::PARTICIPANT_AUTODISCONNECTION => EntryKind::AutoDisconnected,
            ct::PARTICIPANT_DISPLAYNAME_UPDATED => EntryKind::Renamed,
            ct::TRANSFER_SUCCEEDED => EntryKind::Transferred,
            ct::TRANSFER_FAILED => EntryKind::TransferFailed,
            ct::CHAT_ENDED => EntryKind::Ended { is_past: item.related_contact_id.is_some() },
            ct::CHAT_REHYDRATED => EntryKind::Rehydrated,
            ct::MESSAGE_METADATA => EntryKind::Receipts(receipts(metadata, id)),
            ct::CONNECTION_ACKNOWLEDGED | ct::MESSAGE_DELIVERED | ct::MESSAGE_READ => {
                EntryKind::Nothing
            }
            _ => EntryKind::Opaque(Arc::from(content_type)),
        },
    }
}

fn said(source: String, markup: Markup, metadata: &MessageMetadata, id: &ServerId) -> Said {
    let is_whole = metadata.message_completed == Some(true);
    let streamed = metadata.chunk_number.is_some() || metadata.message_completed.is_some();
    let number = metadata.chunk_number.unwrap_or(0);
    let piece = streamed.then_some(Piece { number, is_whole });
    Said {
        source,
        markup,
        receipts: receipts(metadata, id),
        piece,
        marks: Marks::default(),
        token: None,
        review: Review::Passed,
    }
}

fn receipts(metadata: &MessageMetadata, id: &ServerId) -> Vec<Receipt> {
    let message = metadata.message_id.as_deref().map_or_else(|| id.clone(), ServerId::from);
    let kept = metadata.receipts.iter().filter(|receipt| {
        receipt.delivered_timestamp.is_some() || receipt.read_timestamp.is_some()
    });
    kept.map(|receipt| Receipt {
        message: message.clone(),
        recipient: receipt.recipient_participant_id.as_deref().map(ParticipantId::from),
        is_read: receipt.read_timestamp.is_some(),
    })
    .collect()
}
