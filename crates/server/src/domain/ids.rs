//! Ids: each its own type, so that a participant is never taken for a contact.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// An id that came from the wire, the config or the store.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text of the id.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// A conversation for its whole life: the id of its first contact.
    RoomId
);
id!(
    /// One segment of a conversation; a transfer begins the next one.
    ContactId
);
id!(
    /// Somebody in a room.
    ParticipantId
);
id!(
    /// An item of a room.
    ItemId
);
id!(
    /// An agent of the config.
    AgentId
);

impl ContactId {
    /// An id nobody has.
    pub fn fresh() -> Self {
        Self(uuid::Uuid::new_v4().to_string())
    }

    /// The room whose first contact this is.
    pub fn to_room(&self) -> RoomId {
        RoomId(self.0.clone())
    }
}

impl ParticipantId {
    /// An id nobody has.
    pub fn fresh() -> Self {
        Self(uuid::Uuid::new_v4().to_string())
    }
}

impl ItemId {
    /// An id nobody has, which sorts after all earlier ones of this process.
    pub fn fresh() -> Self {
        Self(uuid::Uuid::now_v7().to_string())
    }
}
