//! Newtypes for ids.

use std::fmt;
use std::sync::Arc;

macro_rules! counter_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

counter_id!(
    /// An item of ours, from local echo to server echo. Unique within a session, never reused.
    ItemId
);
counter_id!(
    /// A room of a session.
    RoomId
);
counter_id!(
    /// A socket that core asked for. A session may hold two while one replaces the other.
    SocketId
);
counter_id!(
    /// An HTTP request that core asked for.
    RequestId
);

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Arc<str>);

        impl $name {
            /// The id as the backend spells it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }
    };
}

text_id!(
    /// The backend's id of a message or event.
    ServerId
);
text_id!(
    /// The backend's id of a participant.
    ParticipantId
);
