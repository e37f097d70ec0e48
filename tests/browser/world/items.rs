//! What the small Connect service of the world says, as JSON. Ids are numbers, and a higher one is later.

/// The JSON of a message of the agent.
pub(crate) fn message(id: &str, text: &str) -> String {
    let text = js_text(text);
    format!(
        r#"{{"Id":"{id}","Type":"MESSAGE","ContentType":"text/plain","Content":{text},"AbsoluteTime":"2025-11-21T04:40:00.5{id:0>2}Z","ParticipantId":"ana","DisplayName":"Ana","ParticipantRole":"AGENT","ContactId":"c"}}"#
    )
}

/// Ana's coming in, as the service lists it.
pub(crate) fn joined(id: &str) -> String {
    event(id, "participant.joined")
}

/// The JSON of an event.
pub(super) fn event(id: &str, name: &str) -> String {
    format!(
        r#"{{"Id":"{id}","Type":"EVENT","ContentType":"application/vnd.amazonaws.connect.event.{name}","AbsoluteTime":"2025-11-21T04:40:00.5{id:0>2}Z","ParticipantId":"ana","DisplayName":"Ana","ParticipantRole":"AGENT","ContactId":"c"}}"#
    )
}

/// A text as JSON.
pub(super) fn js_text(text: &str) -> String {
    js_sys::JSON::stringify(&text.into()).unwrap().into()
}
