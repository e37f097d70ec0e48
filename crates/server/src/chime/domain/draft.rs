//! A message that keeps all limits (protocol sheet §3.2), made from what a caller sent.

use chirrup_wire::chime::message::{
    MessageAttributes, PushNotification, SendChannelMessageRequest, Target,
};

use super::field;
use super::record::{MessageKind, Words};
use crate::chime::arn::{Arn, Kind};
use crate::chime::error::ChimeError;

const STANDARD_BYTES_MAX: usize = 4096;
const CONTROL_BYTES_MAX: usize = 30;
const CONTENT_TYPE_MAX: usize = 45;
const ATTRIBUTES_BYTES_MAX: usize = 1024;
const ATTRIBUTE_NAME_MAX: usize = 64;
const ATTRIBUTE_VALUE_MAX: usize = 512;

/// What somebody wants to say.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What it is for.
    pub kind: MessageKind,
    /// Whether it is kept.
    pub is_kept: bool,
    /// What it says.
    pub words: Words,
    /// `ClientRequestToken`.
    pub token: String,
    /// What phones are told.
    pub push: Option<PushNotification>,
    /// Where in an elastic channel.
    pub sub_channel: Option<String>,
    /// For whose eyes only.
    pub target: Option<Arn>,
}

impl Draft {
    /// Checks what came in.
    pub fn check(request: SendChannelMessageRequest) -> Result<Self, ChimeError> {
        let kind = field::word(request.kind.as_deref(), "Type", MessageKind::of)?;
        let kind = field::required(kind, "Type")?;
        let is_kept = field::word(request.persistence.as_deref(), "Persistence", is_persistent)?;
        let is_kept = field::required(is_kept, "Persistence")?;
        let metadata = field::metadata(request.metadata)?;
        if kind == MessageKind::Control && metadata.is_some() {
            return Err(ChimeError::bad_request("CONTROL messages have no Metadata"));
        }
        let words = Words {
            content: Some(content(request.content, kind)?),
            metadata,
            content_type: content_type(request.content_type)?,
            attributes: attributes(request.message_attributes)?,
        };
        Ok(Self {
            kind,
            is_kept,
            words,
            token: field::request_token(request.client_request_token)?,
            push: push(request.push_notification)?,
            sub_channel: request.sub_channel_id,
            target: target(request.target)?,
        })
    }
}

/// A text of a message.
pub fn content(value: Option<String>, kind: MessageKind) -> Result<String, ChimeError> {
    let text = field::required(value, "Content")?;
    let (name, most) = match kind {
        MessageKind::Standard => ("STANDARD", STANDARD_BYTES_MAX),
        MessageKind::Control => ("CONTROL", CONTROL_BYTES_MAX),
    };
    if text.is_empty() || text.len() > most {
        let rule = format!("Content of {name} messages has 1 to {most} bytes");
        return Err(ChimeError::bad_request(rule));
    }
    Ok(text)
}

/// How a text is to be read.
pub fn content_type(value: Option<String>) -> Result<Option<String>, ChimeError> {
    if value.as_ref().is_some_and(|text| text.chars().count() > CONTENT_TYPE_MAX) {
        return Err(ChimeError::bad_request("ContentType has at most 45 characters"));
    }
    Ok(value.filter(|text| !text.is_empty()))
}

/// Attributes: 1 KB in all, names and values together.
pub fn attributes(
    value: Option<MessageAttributes>,
) -> Result<Option<MessageAttributes>, ChimeError> {
    let Some(attributes) = value else { return Ok(None) };
    let mut bytes = 0;
    for (name, value) in &attributes.0 {
        let is_name = (1..=ATTRIBUTE_NAME_MAX).contains(&name.chars().count());
        let is_value = |text: &String| (1..=ATTRIBUTE_VALUE_MAX).contains(&text.chars().count());
        if !is_name || !value.string_values.iter().all(is_value) {
            return Err(ChimeError::bad_request(
                "MessageAttributes has names of 1 to 64 and values of 1 to 512 characters",
            ));
        }
        bytes += name.len() + value.string_values.iter().map(String::len).sum::<usize>();
    }
    if bytes > ATTRIBUTES_BYTES_MAX {
        return Err(ChimeError::bad_request("MessageAttributes has at most 1024 bytes in all"));
    }
    Ok(Some(attributes).filter(|attributes| !attributes.0.is_empty()))
}

/// What phones are told.
pub fn push(value: Option<PushNotification>) -> Result<Option<PushNotification>, ChimeError> {
    let Some(push) = value else { return Ok(None) };
    let has = |text: &Option<String>, most: usize| {
        text.as_ref().is_none_or(|text| (1..=most).contains(&text.chars().count()))
    };
    let is_kind = matches!(push.kind.as_deref(), Some("DEFAULT" | "VOIP"));
    if !has(&push.title, 50) || !has(&push.body, 150) || !is_kind {
        return Err(ChimeError::bad_request(
            "PushNotification has a Title of 1 to 50 and a Body of 1 to 150 characters, \
             and the Type DEFAULT or VOIP",
        ));
    }
    Ok(Some(push))
}

fn target(value: Option<Vec<Target>>) -> Result<Option<Arn>, ChimeError> {
    let Some(targets) = value else { return Ok(None) };
    match targets.as_slice() {
        [Target { member_arn: Some(arn) }] => {
            Ok(Some(field::arn(arn, "Target.MemberArn", Kind::User)?))
        }
        _ => Err(ChimeError::bad_request("Target has exactly one MemberArn")),
    }
}

fn is_persistent(text: &str) -> Option<bool> {
    match text {
        "PERSISTENT" => Some(true),
        "NON_PERSISTENT" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use chirrup_wire::chime::message::{
        MessageAttributeValue, MessageAttributes, SendChannelMessageRequest, Target,
    };

    use super::Draft;

    fn request(kind: &str, content: &str) -> SendChannelMessageRequest {
        SendChannelMessageRequest {
            content: Some(content.to_owned()),
            kind: Some(kind.to_owned()),
            persistence: Some("PERSISTENT".to_owned()),
            client_request_token: Some("token".to_owned()),
            ..SendChannelMessageRequest::default()
        }
    }

    fn is_good(request: SendChannelMessageRequest) -> bool {
        Draft::check(request).is_ok()
    }

    #[test]
    fn content_has_a_limit_in_bytes() {
        assert!(is_good(request("STANDARD", &"x".repeat(4096))));
        assert!(!is_good(request("STANDARD", &"x".repeat(4097))));
        assert!(!is_good(request("STANDARD", &"é".repeat(2049))), "two bytes each");
        assert!(is_good(request("CONTROL", &"x".repeat(30))));
        assert!(!is_good(request("CONTROL", &"x".repeat(31))));
        assert!(!is_good(request("STANDARD", "")));
        assert!(!is_good(request("OTHER", "x")));
    }

    #[test]
    fn control_messages_have_no_metadata() {
        let with = |kind| SendChannelMessageRequest {
            metadata: Some("{}".to_owned()),
            ..request(kind, "x")
        };
        assert!(is_good(with("STANDARD")) && !is_good(with("CONTROL")));
    }

    #[test]
    fn required_fields_are_required() {
        let good = request("STANDARD", "x");
        assert!(!is_good(SendChannelMessageRequest { content: None, ..good.clone() }));
        assert!(!is_good(SendChannelMessageRequest { kind: None, ..good.clone() }));
        assert!(!is_good(SendChannelMessageRequest { persistence: None, ..good.clone() }));
        assert!(!is_good(SendChannelMessageRequest { client_request_token: None, ..good }));
    }

    #[test]
    fn attributes_share_a_kilobyte() {
        let with = |values: Vec<String>| {
            let value = MessageAttributeValue { string_values: values };
            let all = MessageAttributes(vec![("name".to_owned(), value)]);
            SendChannelMessageRequest { message_attributes: Some(all), ..request("STANDARD", "x") }
        };
        assert!(is_good(with(vec!["x".repeat(510); 2])));
        assert!(!is_good(with(vec!["x".repeat(511); 2])), "1026 bytes with the name");
        assert!(!is_good(with(vec!["x".repeat(513)])));
        assert!(!is_good(with(vec![String::new()])));
    }

    #[test]
    fn a_message_is_for_all_or_for_one() {
        let target = |id: &str| Target {
            member_arn: Some(format!("arn:aws:chime:us-east-1:1:app-instance/a/user/{id}")),
        };
        let with = |targets: Vec<Target>| SendChannelMessageRequest {
            target: Some(targets),
            ..request("STANDARD", "x")
        };
        assert!(is_good(with(vec![target("u")])));
        assert!(!is_good(with(vec![target("u"), target("v")])));
        assert!(!is_good(with(vec![])));
        assert!(!is_good(with(vec![Target { member_arn: Some("nobody".to_owned()) }])));
    }
}
