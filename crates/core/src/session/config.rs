//! What a session is told from outside before anything happens.

use chirrup_wire::Secret;

use crate::output::StoreKey;
use crate::pairs::Pairs;
use crate::protocol::{Adapter, Chime, Connect};

/// What a session needs to know before anything happens.
#[derive(Debug)]
pub struct SessionConfig {
    /// Which protocol, and where.
    pub backend: Backend,
    /// Minutes that local time is ahead of UTC.
    pub utc_offset_minutes: i32,
    /// Seed for jitter, and for the client tokens: a new random number per page load.
    pub seed: u128,
    /// What an earlier page load kept, by key. Empty when nothing was kept or storage is refused.
    pub stored: Pairs<StoreKey, Secret>,
}

/// Which protocol, and where. A module is built with those protocols that are named somewhere in it.
#[derive(Debug)]
pub struct Backend(pub(crate) Box<dyn Adapter>);

impl Backend {
    /// Amazon Connect chat.
    pub fn connect(config: ConnectConfig) -> Self {
        Self(Box::new(Connect::new(config)))
    }

    /// A live event on Amazon Chime SDK messaging.
    pub fn event(config: EventConfig) -> Self {
        Self(Box::new(Chime::new(config)))
    }
}

/// Where an event's login is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventConfig {
    /// `https://…/events/{event}`, without a trailing slash. Everything else the login tells.
    pub event_url: String,
}

/// Where the Connect services are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectConfig {
    /// Address for starting a chat, in the sample proxy's form. Empty for an agent.
    pub start_url: String,
    /// The participant service, without a trailing slash.
    pub endpoint: String,
    /// For `start`.
    pub instance_id: String,
    /// For `start`.
    pub contact_flow_id: String,
    /// Customer or agent.
    pub side: Side,
}

/// On which side of a Connect contact this session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The visitor.
    Customer,
    /// An agent.
    Agent,
}

/// What the pre-chat form asks.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct StartDetails {
    /// Name shown to the other side; never empty.
    pub display_name: String,
    /// Contact attributes.
    pub attributes: Pairs<String, String>,
    /// A first message, sent once the chat is there.
    pub initial_message: Option<String>,
}

/// A conversation that somebody else started, for [`Session::join`](super::Session::join).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinDetails {
    /// The contact.
    pub contact_id: String,
    /// The first contact of its chain.
    pub initial_contact_id: String,
    /// This participant.
    pub participant_id: String,
    /// This participant's token.
    pub participant_token: Secret,
    /// This participant's name.
    pub display_name: String,
}
