//! Channel flows: who looks at messages first, and what becomes of those that wait.

use chirrup_wire::conventions::ACTION_CONTENT_TYPE;
use chirrup_wire::sigv4::encode;
use reqwest::Method;
use serde_json::{Value, json};

use super::{CallError, ChimeClient, done, token_of};
use crate::store::{Held, HeldStage};

/// An action for one pair of eyes.
pub(in crate::events) struct Targeted<'a> {
    /// Whose, as an ARN.
    pub(in crate::events) to: &'a str,
    pub(in crate::events) content: &'a str,
    pub(in crate::events) sub_channel: Option<&'a str>,
    /// The same text names the same message.
    pub(in crate::events) token: &'a str,
}

impl ChimeClient {
    /// `CreateChannelFlow`, and its ARN.
    pub(in crate::events) async fn create_flow(
        &self,
        event: &str,
        processor: &str,
    ) -> Result<String, CallError> {
        let body = json!({
            "AppInstanceArn": self.remote.app_instance_arn,
            "Name": format!("Review of {event}"),
            "Processors": processors(processor),
            "ClientRequestToken": token_of(&format!("flow {event} {processor}")),
        });
        let path = "/channel-flows".to_owned();
        let answer = self.messaging(Method::POST, path, vec![], Some(body)).await?;
        let arn = answer.get("ChannelFlowArn").and_then(Value::as_str).map(str::to_owned);
        arn.ok_or_else(|| CallError::Failed("the answer has no ChannelFlowArn".to_owned()))
    }

    /// `UpdateChannelFlow`.
    pub(in crate::events) async fn update_flow(
        &self,
        flow: &str,
        processor: &str,
    ) -> Result<(), CallError> {
        let body = json!({"Name": "Review", "Processors": processors(processor)});
        let path = format!("/channel-flows/{}", encode(flow));
        done(self.messaging(Method::PUT, path, vec![], Some(body)).await)
    }

    /// `AssociateChannelFlow`.
    pub(in crate::events) async fn associate_flow(
        &self,
        channel: &str,
        flow: &str,
    ) -> Result<(), CallError> {
        let path = format!("{}/channel-flow", self.channel(channel));
        let body = json!({"ChannelFlowArn": flow});
        done(self.messaging(Method::PUT, path, vec![], Some(body)).await)
    }

    /// `DisassociateChannelFlow`.
    pub(in crate::events) async fn disassociate_flow(
        &self,
        channel: &str,
        flow: &str,
    ) -> Result<(), CallError> {
        let path = format!("{}/channel-flow/{}", self.channel(channel), encode(flow));
        done(self.messaging(Method::DELETE, path, vec![], None).await)
    }

    /// `SendChannelMessage` with a target.
    pub(in crate::events) async fn send_to(
        &self,
        channel: &str,
        message: &Targeted<'_>,
    ) -> Result<(), CallError> {
        let body = json!({
            "Content": message.content,
            "ContentType": ACTION_CONTENT_TYPE,
            "Type": "STANDARD",
            "Persistence": "PERSISTENT",
            "ClientRequestToken": token_of(message.token),
            "SubChannelId": message.sub_channel,
            "Target": [{"MemberArn": message.to}],
        });
        let path = format!("{}/messages", self.channel(channel));
        done(self.messaging(Method::POST, path, vec![], Some(body)).await)
    }

    /// `ChannelFlowCallback`: a message appears as it is, or never.
    pub(in crate::events) async fn flow_callback(
        &self,
        channel: &str,
        held: &Held,
    ) -> Result<(), CallError> {
        let message = match &held.sub_channel {
            Some(id) => json!({"MessageId": held.message, "SubChannelId": id}),
            None => json!({"MessageId": held.message}),
        };
        let body = json!({
            "CallbackId": held.callback,
            "ChannelMessage": message,
            "DeleteResource": held.stage == HeldStage::Rejected,
        });
        let query = vec![("operation", "channel-flow-callback".to_owned())];
        done(self.messaging(Method::POST, self.channel(channel), query, Some(body)).await)
    }
}

/// The one processor. When it is not reached, a message fails and its author is told: nothing passes unseen.
fn processors(processor: &str) -> Value {
    json!([{
        "Name": "Review",
        "Configuration": {"Lambda": {"ResourceArn": processor, "InvocationType": "ASYNC"}},
        "ExecutionOrder": 1,
        "FallbackAction": "ABORT",
    }])
}
