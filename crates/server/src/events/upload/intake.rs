//! Takes in the tickets of one list: checks them, writes them in pieces, and lets the list count at its end.
//!
//! Runs on a thread of its own that may wait for the store. At most one list per event is taken in at a time.

use std::sync::{Arc, OnceLock};

use serde_json::json;
use tokio::runtime::Handle;

use crate::app::App;
use crate::clock::Millis;
use crate::events::upload::input::{Checked, EventInput, TicketInput};
use crate::events::{Event, EventError, EventId, NewTicket, Phase, Role};
use crate::store::{Added, StoreError, Tx};

/// Tickets of one list, and of one event.
pub(in crate::events) const MOST_TICKETS: u32 = 100_000;
/// Tickets of one transaction: few enough that nobody who sends a message waits long.
const PIECE: usize = 500;
/// Mistakes that are told at once.
const MOST_PROBLEMS: usize = 20;

/// Where a ticket stands in its list.
#[derive(Clone, Copy, Debug)]
pub(in crate::events) enum Place {
    /// Counted from 1.
    Line(u64),
    /// Of an array, counted from 1.
    Ticket(u64),
}

/// The list is refused.
#[derive(Debug)]
pub(in crate::events) struct Stop {
    pub(super) error: EventError,
    /// Of which something may have been written.
    pub(super) event: Option<EventId>,
}

impl Stop {
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self { error: upload_error(message), event: None }
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self { error: error.into(), event: None }
    }
}

/// A list that counts.
pub(in crate::events) struct Taken {
    pub(super) event: EventId,
    pub(super) is_new: bool,
    pub(super) added: u64,
    pub(super) known: u64,
}

/// A list that is being read.
pub(in crate::events) struct Intake {
    app: App,
    runtime: Handle,
    today: Millis,
    under_way: Option<UnderWay>,
    claim: Held,
    problems: Vec<(Place, String)>,
}

struct UnderWay {
    event: Event,
    is_new: bool,
    piece: Vec<(Place, NewTicket)>,
    seen: u32,
    added: u64,
    known: u64,
}

/// Held until what a refused list has left is removed.
pub(super) type Held = Arc<OnceLock<Claim>>;

/// Nobody else uploads for the event meanwhile.
pub(super) struct Claim {
    app: App,
    event: EventId,
}

impl Claim {
    fn take(app: &App, event: &EventId) -> Option<Self> {
        let is_free = crate::events::state::lock(&app.events.uploading).insert(event.clone());
        is_free.then(|| Self { app: app.clone(), event: event.clone() })
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        crate::events::state::lock(&self.app.events.uploading).remove(&self.event);
    }
}

impl Intake {
    pub(super) fn new(app: App, runtime: Handle) -> Self {
        Self {
            app,
            runtime,
            today: Millis::now(),
            under_way: None,
            claim: Held::default(),
            problems: Vec::new(),
        }
    }

    /// What keeps others from uploading for the same event.
    pub(super) fn claim(&self) -> Held {
        Arc::clone(&self.claim)
    }

    /// Whether it is known which event the tickets are for.
    pub(super) fn has_begun(&self) -> bool {
        self.under_way.is_some()
    }

    /// The tickets of an event that may be new.
    pub(super) fn begin(&mut self, input: EventInput) -> Result<(), Stop> {
        let Checked { id, opens_at, ends_at, settings } = input.check()?;
        let (app, new_id) = (self.app.clone(), id.clone());
        let known =
            self.wait(
                async move { app.store.read(move |reads| reads.events().event(&new_id)).await },
            )?;
        let is_new = known.is_none();
        let event = match known {
            Some(event) => Event { opens_at, ends_at, settings, ..event },
            None => Event {
                id,
                phase: Phase::Loading,
                opens_at,
                ends_at,
                settings,
                uploads: 0,
                has_channel: false,
                is_elastic: false,
                archive: None,
            },
        };
        self.open(event, is_new)
    }

    /// More tickets of an event.
    pub(super) fn begin_more(&mut self, event: Event) -> Result<(), Stop> {
        self.open(event, false)
    }

    fn open(&mut self, event: Event, is_new: bool) -> Result<(), Stop> {
        let conflict = |code, message: &str| Stop {
            error: EventError::new(axum::http::StatusCode::CONFLICT, code, message),
            event: None,
        };
        if !matches!(event.phase, Phase::Loading | Phase::Live) {
            return Err(conflict("event-ended", "This event has ended"));
        }
        let claim = Claim::take(&self.app, &event.id);
        let claim = claim.ok_or_else(|| {
            conflict("upload-in-progress", "Another list is being uploaded for this event")
        })?;
        // There is one event in a list.
        drop(self.claim.set(claim));
        let (app, id) = (self.app.clone(), event.id.clone());
        self.wait(async move { super::drop_leftovers_of(&app, &id).await })?;
        if is_new {
            let begun = event.clone();
            self.write(move |tx| tx.records().event_writes().save_event(&begun))?;
        }
        self.under_way =
            Some(UnderWay { event, is_new, piece: Vec::new(), seen: 0, added: 0, known: 0 });
        Ok(())
    }

    /// One ticket. `role` is that of the list it stands in, when that says so.
    pub(super) fn ticket(
        &mut self,
        place: Place,
        input: &TicketInput,
        role: Option<Role>,
    ) -> Result<(), Stop> {
        let Some(under_way) = &mut self.under_way else {
            return Err(Stop::invalid(
                "the settings of the event have to stand before its tickets",
            ));
        };
        under_way.seen += 1;
        if under_way.seen > MOST_TICKETS {
            let message = format!("a list has at most {MOST_TICKETS} tickets");
            return Err(self.refuse(message));
        }
        let (id, number) = (under_way.event.id.clone(), under_way.seen);
        match input.check(&self.app.events.key, &id, number, self.today) {
            Ok(ticket) => {
                let ticket = NewTicket { role: role.unwrap_or(ticket.role), ..ticket };
                under_way.piece.push((place, ticket));
                if under_way.piece.len() >= PIECE { self.flush() } else { Ok(()) }
            }
            Err(problem) => self.note_problem(place, problem),
        }
    }

    /// A line that cannot be read.
    pub(super) fn note_problem(&mut self, place: Place, problem: String) -> Result<(), Stop> {
        self.problems.push((place, problem));
        if self.problems.len() >= MOST_PROBLEMS { Err(self.refuse_for_problems()) } else { Ok(()) }
    }

    /// The list is whole: it counts from here on.
    pub(super) fn finish(mut self) -> Result<Taken, Stop> {
        self.flush()?;
        if !self.problems.is_empty() {
            return Err(self.refuse_for_problems());
        }
        let Some(under_way) = &self.under_way else {
            return Err(Stop::invalid("there is no event in it"));
        };
        let event = under_way.event.clone();
        let (is_new, added, known) = (under_way.is_new, under_way.added, under_way.known);
        let id = event.id.clone();
        let accept = move |tx: &mut Tx<'_>| -> Result<bool, StoreError> {
            let events = tx.records().event_writes();
            let most = event.settings.capacity.unwrap_or(MOST_TICKETS);
            if events.tickets(&event.id)? > most.into() {
                return Ok(false);
            }
            // What the provisioner has noted meanwhile stays.
            if let Some(stored) = events.any_event(&event.id)? {
                let Event { opens_at, ends_at, settings, .. } = event;
                events.save_event(&Event { opens_at, ends_at, settings, ..stored })?;
            }
            events.accept_upload(&id)?;
            Ok(true)
        };
        let id = self.event().unwrap_or_else(|| EventId::stored(String::new()));
        if !self.write(accept)? {
            return Err(self.refuse("the event has more tickets than its capacity".to_owned()));
        }
        Ok(Taken { event: id, is_new, added, known })
    }

    /// Writes the piece that is full.
    fn flush(&mut self) -> Result<(), Stop> {
        let Some(under_way) = &mut self.under_way else { return Ok(()) };
        let piece = std::mem::take(&mut under_way.piece);
        let event = under_way.event.clone();
        let write = move |tx: &mut Tx<'_>| -> Result<Vec<(Place, Added)>, StoreError> {
            let events = tx.records().event_writes();
            let mut added = Vec::with_capacity(piece.len());
            for (place, ticket) in &piece {
                added.push((*place, events.add_ticket(&event, ticket, tx.now())?));
            }
            Ok(added)
        };
        for (place, added) in self.write(write)? {
            let Some(under_way) = &mut self.under_way else { return Ok(()) };
            match added {
                Added::New => under_way.added += 1,
                Added::Known => under_way.known += 1,
                Added::Twice => {
                    self.note_problem(place, "this code is in the list twice".to_owned())?;
                }
                Added::NameTaken => {
                    self.note_problem(
                        place,
                        "another ticket has this nickname, or one like it".to_owned(),
                    )?;
                }
            }
        }
        Ok(())
    }

    fn event(&self) -> Option<EventId> {
        self.under_way.as_ref().map(|under_way| under_way.event.id.clone())
    }

    pub(super) fn refuse(&self, message: String) -> Stop {
        Stop { error: upload_error(message), event: self.event() }
    }

    fn refuse_for_problems(&self) -> Stop {
        let words = |(place, problem): &(Place, String)| match place {
            Place::Line(line) => format!("line {line}: {problem}"),
            Place::Ticket(number) => format!("ticket {number}: {problem}"),
        };
        let problems: Vec<String> = self.problems.iter().map(words).collect();
        let message = problems.first().cloned().unwrap_or_default();
        let error = upload_error(message).with("problems", json!(problems));
        Stop { error, event: self.event() }
    }

    fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Stop> {
        let store = self.app.store.clone();
        self.wait(async move { store.write(job).await })
    }

    fn wait<T>(&self, future: impl Future<Output = Result<T, StoreError>>) -> Result<T, Stop> {
        let result = self.runtime.block_on(future);
        result.map_err(|error| Stop { event: self.event(), ..error.into() })
    }
}

fn upload_error(message: impl Into<String>) -> EventError {
    EventError::new(axum::http::StatusCode::BAD_REQUEST, "upload-invalid", message)
}
