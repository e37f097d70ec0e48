//! What a call is about, as far as the rate table asks: the first ARN of its path, the sub-channel that it names, and
//! whether the channel is elastic.
//!
//! Who names one that is not there has a bucket for it, and a refusal: what a bearer may call in all stays the same.

use serde::Deserialize;

use super::Kind;
use crate::chime::arn::Arn;
use crate::chime::operation::Operation;
use crate::store::{ChimeReads, StoreError};

/// What a call is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    pub(super) arn: String,
    pub(super) sub_channel: Option<String>,
    /// Nobody has looked before [`About::look`].
    pub(super) is_elastic: bool,
}

/// Requests about messages name it at the top, a processor within the message.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Named {
    sub_channel_id: Option<String>,
    channel_message: Option<Box<Self>>,
}

impl About {
    /// Looks into a call. Only of messages the body matters.
    pub fn of(
        operation: Operation,
        path: &[String],
        query: &[(String, String)],
        body: &[u8],
    ) -> Self {
        let arn = path.first().cloned().unwrap_or_default();
        let kind = Kind::of(operation);
        let asked = query.iter().find(|(name, _)| name == "sub-channel-id");
        let asked = asked.filter(|_| matches!(kind, Kind::Message | Kind::Read));
        let sub_channel = match asked {
            Some((_, id)) => Some(id.clone()),
            None if kind == Kind::Message => named(body),
            None => None,
        };
        Self { arn, sub_channel, is_elastic: false }
    }

    /// Looks the channel up, where the table asks what it is.
    pub fn look(&mut self, operation: Operation, reads: &ChimeReads<'_>) -> Result<(), StoreError> {
        if Kind::of(operation) == Kind::People
            && let Some(arn) = Arn::parse(&self.arn)
        {
            let channel = reads.channel(&arn)?;
            self.is_elastic = channel.is_some_and(|channel| channel.elastic.is_some());
        }
        Ok(())
    }
}

/// A body that cannot be read names nothing here, and is refused by its operation.
fn named(body: &[u8]) -> Option<String> {
    let named: Named = serde_json::from_slice(body).unwrap_or_default();
    named.sub_channel_id.or_else(|| named.channel_message?.sub_channel_id)
}

#[cfg(test)]
mod tests {
    use super::About;
    use crate::chime::operation::Operation;

    fn sub_channel(operation: Operation, query: &[(&str, &str)], body: &str) -> Option<String> {
        let query: Vec<_> =
            query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let about = About::of(operation, &["arn".to_owned()], &query, body.as_bytes());
        assert_eq!(about.arn, "arn");
        about.sub_channel
    }

    #[test]
    fn a_sub_channel_is_found_where_each_request_has_it() {
        let one = Some("one".to_owned());
        let body = r#"{"Content":"hi","SubChannelId":"one"}"#;
        for operation in [
            Operation::SendChannelMessage,
            Operation::UpdateChannelMessage,
            Operation::RedactChannelMessage,
        ] {
            assert_eq!(sub_channel(operation, &[], body), one);
        }
        let query = [("max-results", "50"), ("sub-channel-id", "one")];
        for operation in [
            Operation::ListChannelMessages,
            Operation::GetChannelMessage,
            Operation::DeleteChannelMessage,
        ] {
            assert_eq!(sub_channel(operation, &query, ""), one);
        }
        let body = r#"{"CallbackId":"c","ChannelMessage":{"MessageId":"m","SubChannelId":"one"}}"#;
        assert_eq!(sub_channel(Operation::ChannelFlowCallback, &[], body), one);
    }

    #[test]
    fn other_calls_and_bodies_that_cannot_be_read_name_none() {
        let body = r#"{"MemberArn":"arn","SubChannelId":"one"}"#;
        assert_eq!(sub_channel(Operation::CreateChannelMembership, &[], body), None);
        for body in ["", "[]", "{\"SubChannelId\":1}", "{\"Content\":\"hi\"}"] {
            assert_eq!(sub_channel(Operation::SendChannelMessage, &[], body), None, "{body}");
        }
    }
}
