//! The chat client without IO.
//!
//! # Words
//!
//! | word | meaning |
//! |---|---|
//! | frame | one WebSocket message on the wire |
//! | entry | what a backend says happened, decoded from a frame or a history page |
//! | room | one conversation: a Connect contact, a Chime channel, a gateway chat |
//! | item | a row of a room's timeline: message, divider, notice; its [`ItemId`] is ours and never changes |
//! | row | an item's reactive mirror in the widget |
//! | session | one signed-in connection to one backend, with its rooms |
//! | adapter | translates one protocol to entries and from commands; nothing else |
//! | command / input / output / event / diff | what core is told to do / what happened outside / what core wants done outside / what core tells the UI / how a timeline changed |
//!
//! # The run loop
//!
//! **After every call that changes a [`Session`], drain it:** [`Session::poll_output`] until it is empty,
//! then [`Session::poll_event`] until it is empty, then set one timer to [`Session::poll_timeout`].
//! Time comes in as `now`, randomness as a seed, everything else as input. Nothing here reads a clock,
//! touches a network or panics on input.
//!
//! ```
//! use chirrup_core::session::{Backend, ConnectConfig, Side, StartDetails};
//! use chirrup_core::{Event, Millis, Output, Phase, Session, SessionConfig};
//!
//! let config = SessionConfig {
//!     backend: Backend::connect(ConnectConfig {
//!         start_url: "https://shop.example/start-chat".into(),
//!         endpoint: "https://participant.example".into(),
//!         instance_id: "i-1".into(),
//!         contact_flow_id: "f-1".into(),
//!         side: Side::Customer,
//!     }),
//!     utc_offset_minutes: 60,
//!     seed: 7,
//!     stored: Default::default(),
//! };
//! let mut now = Millis(1_777_629_600_000);
//! let mut session = Session::new(config, now);
//!
//! session.start(StartDetails { display_name: "Mira".into(), ..Default::default() }, now);
//! loop {
//!     while let Some(output) = session.poll_output() {
//!         match output {
//!             Output::Request(id, _) => println!("request {id} goes out"),
//!             other => println!("{other:?}"),
//!         }
//!     }
//!     while let Some(event) = session.poll_event() {
//!         if let Event::Phase(phase) = event {
//!             assert_eq!(phase, Phase::Starting);
//!         }
//!     }
//!     // A driver waits for the first of: a frame, an answer, this timer. Here nothing ever answers.
//!     let Some(due) = session.poll_timeout() else { break };
//!     if due.since(now) > 60_000 {
//!         break;
//!     }
//!     now = due;
//!     session.handle_timeout(now);
//! }
//! ```

#![warn(missing_docs)]

pub mod colour;
pub mod event;
mod hash;
pub mod ids;
pub mod mention;
pub mod moderation;
mod order;
pub mod output;
mod pairs;
mod protocol;
pub mod room;
mod search;
pub mod session;
pub mod text;
pub mod time;
pub mod timeline;
pub mod window;

pub use event::{Event, RoomChange};
pub use ids::{ItemId, ParticipantId, RequestId, RoomId, ServerId, SocketId};
pub use output::{Method, Output, Request, Response, StoreKey, TransportError};
pub use pairs::Pairs;
pub use room::Room;
pub use session::{Phase, Session, SessionConfig};
pub use time::{Day, Millis};
pub use timeline::{Item, ItemKind, TimelineDiff};
