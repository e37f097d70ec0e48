//! Socket frames (protocol sheet §4.2).

use serde::{Deserialize, Serialize};

use crate::object::{Decode, Tree, decoded, object};

/// Topic of chat items.
pub const TOPIC_CHAT: &str = "aws/chat";
/// Topic of the subscription handshake.
pub const TOPIC_SUBSCRIBE: &str = "aws/subscribe";
/// Topic of the shallow heartbeat.
pub const TOPIC_HEARTBEAT: &str = "aws/heartbeat";
/// Topic of the deep heartbeat.
pub const TOPIC_PING: &str = "aws/ping";

/// Any frame a server sends. Which fields are there depends on the topic.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ServerFrame {
    /// One of the `TOPIC_…` constants; absent on gateway errors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// `application/json` on chat frames.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// An item as JSON *text* on chat frames, an object on subscribe answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<FrameContent>,
    /// Deep heartbeat: 200 when all is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_code: Option<u32>,
    /// Deep heartbeat: `OK` when all is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_content: Option<String>,
    /// Text of a gateway error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

object!(ServerFrame {
    "topic" => topic,
    "contentType" => content_type,
    "content" => content,
    "statusCode" => status_code,
    "statusContent" => status_content,
    "message" => message,
});

/// The two shapes of a frame's `content`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum FrameContent {
    /// An [`super::item::Item`] as JSON text.
    Text(String),
    /// The answer to a subscription, or the topics asked for.
    Subscription(Subscription),
}

impl Default for FrameContent {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Decode for FrameContent {
    fn fill(&mut self, tree: &mut Tree) -> bool {
        if let Self::Text(text) = self
            && text.fill(tree)
        {
            return true;
        }
        let mut subscription = Subscription::default();
        let fits = subscription.fill(tree);
        *self = Self::Subscription(subscription);
        fits
    }
}

decoded!(FrameContent);

/// Topics asked for or granted.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
pub struct Subscription {
    /// `success` or `failure`; absent in requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Topics such as `aws/chat`.
    pub topics: Vec<String>,
}

object!(Subscription {
    "status" => status,
    "topics" => topics,
});

/// Any frame a client sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientFrame {
    /// One of the `TOPIC_…` constants.
    pub topic: String,
    /// Only on `aws/subscribe`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<Subscription>,
}
