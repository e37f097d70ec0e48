//! News of the store as frames for the sockets. Each is encoded once, whoever listens.

use axum::extract::ws::Utf8Bytes;
use chirrup_wire::connect::frame::{FrameContent, ServerFrame, TOPIC_CHAT};
use chirrup_wire::connect::item::Item;

use crate::connect::encode;
use crate::hub::{Hub, Outgoing};
use crate::store::News;

/// Tells a piece of news to those whom it concerns.
pub(crate) fn relay(hub: &Hub, news: News) {
    match news {
        News::Item { room_id, item, except } => {
            let Some(frame) = chat_frame(&encode::live_item(&room_id, &item)) else { return };
            hub.tell(&room_id, &Outgoing::Frame(frame), |listener| {
                item.visibility.allows(listener.role)
                    && except.as_ref() != Some(&listener.participant_id)
            });
        }
        News::Receipt { room_id, contact_id, receipt } => {
            let item = encode::live_receipt(&room_id, contact_id.as_str(), &receipt);
            let Some(frame) = chat_frame(&item) else { return };
            hub.tell(&room_id, &Outgoing::Frame(frame), |listener| {
                listener.participant_id != receipt.recipient
            });
        }
        News::Gone { room_id, participant_id } => {
            hub.tell(&room_id, &Outgoing::Finish, |listener| {
                listener.participant_id == participant_id
            });
        }
        News::Over { room_id } => hub.tell(&room_id, &Outgoing::Finish, |_| true),
        // Not for sockets of participants.
        News::Desk | News::Wake(_) | News::Chime(_) => {}
    }
}

/// An item in its frame: JSON text within JSON.
fn chat_frame(item: &Item) -> Option<Utf8Bytes> {
    let frame = ServerFrame {
        topic: Some(TOPIC_CHAT.to_owned()),
        content_type: Some("application/json".to_owned()),
        content: Some(FrameContent::Text(serde_json::to_string(item).ok()?)),
        ..ServerFrame::default()
    };
    serde_json::to_string(&frame).ok().map(Utf8Bytes::from)
}
