//! News of the store as frames for the sockets. Each is encoded once, whoever listens.

use axum::extract::ws::Utf8Bytes;
use serde::Serialize;

use super::hub::Hub;
use super::news::{ChimeNews, Frame};

/// Tells a piece of news to those whom it concerns.
pub(crate) fn relay(hub: &Hub, news: ChimeNews) {
    match news {
        ChimeNews::Frame(frame) => {
            let Some(text) = encode(&frame) else { return };
            let sub_channel = frame.sub_channel.map(Into::into);
            hub.tell(&frame.channel, &sub_channel, &frame.audience, &text);
        }
        ChimeNews::Joined { channel, sub_channel, member } => {
            hub.join(&member, &channel, &sub_channel.map(Into::into));
        }
        ChimeNews::Left { channel, sub_channel, member } => {
            hub.leave(&member, &channel, &sub_channel.map(Into::into));
        }
        ChimeNews::Revoked { member, code, reason } => hub.revoke(&member, code, &reason),
    }
}

/// Like [`chirrup_wire::chime::frame::Frame`], without copying the payload.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Envelope<'a> {
    headers: Headers<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<&'a str>,
}

#[derive(Serialize)]
struct Headers<'a> {
    #[serde(rename = "x-amz-chime-event-type")]
    event: &'a str,
    #[serde(rename = "x-amz-chime-message-type")]
    message_type: &'a str,
    #[serde(rename = "x-amz-chime-event-reason", skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

fn encode(frame: &Frame) -> Option<Utf8Bytes> {
    let Frame { event, message_type, reason, .. } = *frame;
    write(event, message_type, reason, Some(&frame.payload))
}

/// A frame that is not about a change.
pub(super) fn system(event: &str, payload: Option<&str>) -> Option<Utf8Bytes> {
    write(event, "SYSTEM", None, payload)
}

fn write(
    event: &str,
    message_type: &str,
    reason: Option<&str>,
    payload: Option<&str>,
) -> Option<Utf8Bytes> {
    let headers = Headers { event, message_type, reason };
    serde_json::to_string(&Envelope { headers, payload }).ok().map(Utf8Bytes::from)
}

#[cfg(test)]
mod tests {
    use super::{system, write};

    #[test]
    fn frames_are_those_of_the_service() {
        let hello = system("SESSION_ESTABLISHED", None).expect("a frame");
        let wanted = r#"{"Headers":{"x-amz-chime-event-type":"SESSION_ESTABLISHED","x-amz-chime-message-type":"SYSTEM"}}"#;
        assert_eq!(hello.as_str(), wanted);
        let frame = write("DELETE_CHANNEL_MEMBERSHIP", "SYSTEM", Some("why"), Some(r#"{"a":"b"}"#));
        let frame = frame.expect("a frame");
        let read: chirrup_wire::chime::frame::Frame =
            serde_json::from_str(frame.as_str()).expect("a frame");
        assert_eq!(read.payload.as_deref(), Some(r#"{"a":"b"}"#));
        assert_eq!(read.headers.event_reason.as_deref(), Some("why"));
    }
}
