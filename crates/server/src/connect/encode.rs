//! Items as the wire has them.

use chirrup_wire::connect::content_type as ct;
use chirrup_wire::connect::item::{self as wire, ItemType, MessageMetadata, ParticipantRole};

use crate::clock::Millis;
use crate::domain::{Body, Item, Role, Room, RoomId};
use crate::store::Receipt;

/// An item on the socket: with both contact ids, because clients filter by them.
pub(super) fn live_item(room: &RoomId, item: &Item) -> wire::Item {
    wire::Item {
        contact_id: Some(item.contact_id.to_string()),
        initial_contact_id: Some(room.to_string()),
        ..bare_item(item)
    }
}

/// An item of the transcript. One of a past conversation names its contact as the related one.
pub(super) fn transcript_item(
    room: &Room,
    of: &RoomId,
    item: &Item,
    receipts: &[Receipt],
) -> wire::Item {
    let contact = Some(item.contact_id.to_string());
    let is_past = room.id != *of;
    let metadata = (!receipts.is_empty()).then(|| MessageMetadata {
        message_id: Some(item.id.to_string()),
        receipts: receipts.iter().map(receipt).collect(),
        ..MessageMetadata::default()
    });
    wire::Item {
        contact_id: contact.clone().filter(|_| !is_past),
        related_contact_id: contact.filter(|_| is_past),
        message_metadata: metadata,
        ..bare_item(item)
    }
}

/// A receipt on the socket: one frame per change, never with an empty list.
pub(super) fn live_receipt(room: &RoomId, contact: &str, one: &Receipt) -> wire::Item {
    let at = one.read_at.max(one.delivered_at).unwrap_or(one.item_at);
    wire::Item {
        id: one.item_id.to_string(),
        absolute_time: at.to_string(),
        kind: ItemType::MessageMetadata,
        content_type: Some(ct::MESSAGE_METADATA.to_owned()),
        contact_id: Some(contact.to_owned()),
        initial_contact_id: Some(room.to_string()),
        message_metadata: Some(MessageMetadata {
            message_id: Some(one.item_id.to_string()),
            receipts: vec![receipt(one)],
            ..MessageMetadata::default()
        }),
        ..wire::Item::default()
    }
}

/// A role as the wire names it.
pub(crate) fn role(role: Role) -> ParticipantRole {
    match role {
        Role::Customer => ParticipantRole::Customer,
        Role::Agent => ParticipantRole::Agent,
        Role::System => ParticipantRole::System,
    }
}

fn receipt(one: &Receipt) -> wire::Receipt {
    let text = |at: Option<Millis>| at.map(|at| at.to_string());
    wire::Receipt {
        recipient_participant_id: Some(one.recipient.to_string()),
        delivered_timestamp: text(one.delivered_at),
        read_timestamp: text(one.read_at),
    }
}

fn bare_item(item: &Item) -> wire::Item {
    let (kind, content_type, content) = match &item.body {
        Body::Message { content_type, content } => {
            (ItemType::Message, content_type.as_str(), Some(content.clone()))
        }
        Body::Joined => (ItemType::Event, ct::PARTICIPANT_JOINED, None),
        Body::Left => (ItemType::Event, ct::PARTICIPANT_LEFT, None),
        Body::Invited => (ItemType::Event, ct::PARTICIPANT_INVITED, None),
        Body::TransferSucceeded => (ItemType::Event, ct::TRANSFER_SUCCEEDED, None),
        Body::Ended => (ItemType::Event, ct::CHAT_ENDED, None),
        Body::Typing => (ItemType::Event, ct::TYPING, None),
        Body::Idle => (ItemType::Event, ct::PARTICIPANT_IDLE, None),
        Body::Returned => (ItemType::Event, ct::PARTICIPANT_RETURNED, None),
        Body::AutoDisconnection => (ItemType::Event, ct::PARTICIPANT_AUTODISCONNECTION, None),
        Body::Rehydrated => (ItemType::Event, ct::CHAT_REHYDRATED, None),
    };
    let sender = item.sender.as_ref();
    wire::Item {
        id: item.id.to_string(),
        absolute_time: item.at.to_string(),
        kind,
        content_type: Some(content_type.to_owned()),
        content,
        participant_id: sender.map(|one| one.participant_id.to_string()),
        display_name: sender.map(|one| one.display_name.clone()),
        participant_role: sender.map(|one| role(one.role)),
        ..wire::Item::default()
    }
}
