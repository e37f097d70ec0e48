//! The reactive mirror of one session: [`Chat`] is the handle that components hold.
//!
//! Components read signals and call commands; [`apply`] is the only writer. What is *not* here: markup, words,
//! anything of the browser. Invariant: a signal changes only because core or the host page said something.
//!
//! - [`commands`] and [`host`]: what a `Chat` can be told, by components and by the host page.
//! - [`apply`], [`timeline`], [`connection`], [`door`], [`moderate`], [`announce`]: how what core tells becomes
//!   signals.
//! - [`works`]: the driver and everything else of a chat that is not reactive.

pub mod announce;
pub mod commands;
pub mod host;
pub mod live;
pub mod owner;
pub mod room;
pub mod settings;

mod apply;
mod connection;
mod door;
mod moderate;
mod timeline;
mod transcript;
mod works;

pub use announce::Announcement;
pub use connection::Connection;
pub use door::NicknameCheck;
pub use host::{AttributeError, HostEvent, Link};
pub use live::{LiveState, Thrown, Wait};
pub use owner::ChatOwner;
pub use room::{RoomState, Row};
pub use settings::{Layout, PrechatField, Rgb, Settings, Theme};

use std::rc::Rc;

use chirrup_core::session::{Admission, SessionError};
use chirrup_core::{Day, Phase};
use leptos::prelude::*;

use door::Door;
use works::Works;

/// One chat: reads in, commands out. `Copy`, found with [`use_chat`].
#[derive(Clone, Copy)]
pub struct Chat {
    settings: StoredValue<Rc<Settings>>,
    phase: RwSignal<Phase>,
    door: StoredValue<Door>,
    room: RwSignal<Option<RoomState>>,
    connection: RwSignal<Connection>,
    problem: RwSignal<Option<SessionError>>,
    panel: RwSignal<Panel>,
    lacks_tools: RwSignal<bool>,
    today: RwSignal<Day>,
    announcement: RwSignal<Option<Announcement>>,
    works: StoredValue<Option<Rc<Works>>>,
}

/// Whether the panel can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// Closed, or the element is hidden.
    Closed,
    /// Open by a person: focus goes to the composer or the first field.
    OpenedByPerson,
    /// Open by the host page: focus stays where it is.
    OpenedByPage,
}

/// The chat of the component tree.
pub fn use_chat() -> Chat {
    expect_context::<Chat>()
}

impl Chat {
    // Reads. All of them track; nobody but `apply` writes.

    /// What the host page asked for. Fixed for the life of the instance.
    pub fn settings(self) -> Rc<Settings> {
        self.settings.get_value()
    }

    /// Where the session stands: which screen to show.
    pub fn phase(self) -> RwSignal<Phase> {
        self.phase
    }

    /// Where the person stands on the way into an event; nothing in a support chat.
    pub fn admission(self) -> RwSignal<Option<Admission>> {
        self.door.get_value().admission
    }

    /// What became of the nickname that was asked about last; nothing while it is being looked up.
    pub fn nickname_check(self) -> RwSignal<Option<NicknameCheck>> {
        self.door.get_value().nickname_check
    }

    /// Seconds until another ticket is looked at; 0 when at once.
    pub fn wait_seconds(self) -> RwSignal<u32> {
        self.door.get_value().wait_seconds
    }

    /// The open room, from the start of a conversation until it is reset.
    pub fn room(self) -> RwSignal<Option<RoomState>> {
        self.room
    }

    /// What the connection strip says.
    pub fn connection(self) -> RwSignal<Connection> {
        self.connection
    }

    /// The last error at session scope, until the next command.
    pub fn problem(self) -> RwSignal<Option<SessionError>> {
        self.problem
    }

    /// Whether the panel can be seen, and who opened it.
    pub fn panel(self) -> RwSignal<Panel> {
        self.panel
    }

    /// Whether the person keeps order, and the tools for that could not be had.
    pub fn lacks_tools(self) -> RwSignal<bool> {
        self.lacks_tools
    }

    /// The local day, for "Today" and "Yesterday".
    pub fn today(self) -> RwSignal<Day> {
        self.today
    }

    /// The one sentence that a screen reader should speak next; paced by state, worded by ui.
    pub fn announcement(self) -> RwSignal<Option<Announcement>> {
        self.announcement
    }

    /// The name to put into the pre-chat form: from `identify`, or from the last try.
    pub fn start_name(self) -> RwSignal<String> {
        self.door.get_value().start_name
    }
}
