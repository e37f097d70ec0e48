//! The reactive mirror of one session: [`Chat`] is the handle that components hold.
//!
//! Components read signals and call commands; `apply` is the only writer.

pub mod announce;
pub mod room;
pub mod settings;

pub use announce::Announcement;
pub use room::{RoomState, Row};
pub use settings::{Layout, PrechatField, Rgb, Settings, Theme};

use chirrup_core::session::{SendError, SessionError, StartDetails};
use chirrup_core::{Day, ItemId, Phase};
use leptos::prelude::*;

/// One chat: reads in, commands out. `Copy`, found with [`use_chat`].
#[derive(Clone, Copy)]
pub struct Chat {
    settings: StoredValue<Settings>,
    phase: RwSignal<Phase>,
    room: RwSignal<Option<RoomState>>,
    connection: RwSignal<Connection>,
    problem: RwSignal<Option<SessionError>>,
    panel: RwSignal<Panel>,
    today: RwSignal<Day>,
    announcement: RwSignal<Option<Announcement>>,
    start_name: RwSignal<String>,
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

/// What the connection strip says (UX §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Connection {
    /// Nothing to say.
    #[default]
    Fine,
    /// Lost for more than 2 s.
    Reconnecting,
    /// The browser says there is no network.
    Offline,
    /// Back since less than 1.5 s.
    Restored,
}

/// The chat of the component tree.
pub fn use_chat() -> Chat {
    expect_context::<Chat>()
}

impl Chat {
    // Reads. All of them track.

    /// What the host page asked for. Fixed for the life of the instance.
    pub fn settings(self) -> Settings {
        self.settings.get_value()
    }

    /// Where the session stands: which screen to show.
    pub fn phase(self) -> Signal<Phase> {
        self.phase.into()
    }

    /// The open room, from the start of a conversation until it is reset.
    pub fn room(self) -> Signal<Option<RoomState>> {
        self.room.into()
    }

    /// What the connection strip says.
    pub fn connection(self) -> Signal<Connection> {
        self.connection.into()
    }

    /// The last error at session scope, until the next command.
    pub fn problem(self) -> Signal<Option<SessionError>> {
        self.problem.into()
    }

    /// Whether the panel can be seen, and who opened it.
    pub fn panel(self) -> Signal<Panel> {
        self.panel.into()
    }

    /// The local day, for "Today" and "Yesterday".
    pub fn today(self) -> Signal<Day> {
        self.today.into()
    }

    /// The one sentence that a screen reader should speak next; paced by state, worded by ui.
    pub fn announcement(self) -> Signal<Option<Announcement>> {
        self.announcement.into()
    }

    /// The name to put into the pre-chat form: from `identify`, or from the last try.
    pub fn start_name(self) -> Signal<String> {
        self.start_name.into()
    }

    // Commands.

    /// Starts a conversation with the answers of the pre-chat form.
    pub fn start(self, details: StartDetails) {}

    /// Sends a text and follows it. The composer clears itself on `Ok` only.
    ///
    /// # Errors
    /// The text was not taken.
    pub fn send(self, text: &str) -> Result<ItemId, SendError> {
        Err(SendError::Ended)
    }

    /// Sends a failed message again.
    pub fn retry(self, item: ItemId) {}

    /// Takes an unsent message away.
    pub fn discard(self, item: ItemId) {}

    /// Puts an item's text on the clipboard.
    pub fn copy(self, item: ItemId) {}

    /// Loads the next older page.
    pub fn load_older(self) {}

    /// The person has seen everything up to this item.
    pub fn mark_read(self, item: ItemId) {}

    /// The composer's text changed.
    pub fn set_draft(self, text: &str) {}

    /// Ends the conversation for good.
    pub fn end(self) {}

    /// Forgets the ended conversation and shows the pre-chat form.
    pub fn start_over(self) {}

    /// Hands the person a text file of the whole conversation, older pages included.
    pub fn download_transcript(self) {}

    /// Asks the loader to close the window.
    pub fn close(self) {}
}
