//! The event that a first look needs: open, with codes of its own in every data folder.
//!
//! The codes are in `demo-tickets.json`, readable by its owner only. They are random, so that a demo on the open
//! network is not open to everybody.

use std::io::{ErrorKind, Write as _};
use std::path::Path;

use chirrup_wire::Secret;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::clock::Millis;
use crate::events::code::{self, Code};
use crate::events::{Event, EventId, EventsError, NewTicket, Nickname, Phase, Role, Settings};
use crate::store::{StoreError, Tx};

const FILE: &str = "demo-tickets.json";
const FANS: usize = 8;
const YEAR_SECONDS: u64 = 365 * 24 * 60 * 60;

/// The codes of the demo.
#[derive(Debug, Serialize, Deserialize)]
pub struct Demo {
    /// Its event.
    pub event: String,
    /// Codes of fans.
    pub fans: Vec<Secret>,
    /// The artist's code.
    pub artist: Secret,
    /// The moderator's code.
    pub moderator: Secret,
}

impl Demo {
    /// The codes of a data folder, made on first use.
    pub fn of_folder(data: &Path) -> std::io::Result<Self> {
        let path = data.join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => return serde_json::from_str(&text).map_err(std::io::Error::other),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let fresh = || Secret::new(code::fresh());
        let fans = std::iter::repeat_with(fresh).take(FANS).collect();
        let demo = Self { event: "demo".to_owned(), fans, artist: fresh(), moderator: fresh() };
        let beside = data.join("demo-tickets.json.new");
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        writeln!(file, "{}", serde_json::to_string_pretty(&demo)?)?;
        file.sync_all()?;
        std::fs::rename(&beside, &path)?;
        Ok(demo)
    }
}

/// Makes the demo event if it is not there, and keeps it open.
pub(super) async fn ensure_demo(app: &App) -> Result<Demo, EventsError> {
    let demo = Demo::of_folder(&app.config.data).map_err(EventsError::Key)?;
    let Some(id) = EventId::parse(&demo.event) else { return Ok(demo) };
    let artist = Nickname::parse("Nova Lane").ok();
    let moderator = Nickname::parse("Robin").ok();
    let fans = demo.fans.iter().map(|code| (code, Role::Fan, None));
    let staff =
        [(&demo.artist, Role::Artist, artist), (&demo.moderator, Role::Moderator, moderator)];
    let now = Millis::now();
    let tickets =
        staff.into_iter().chain(fans).zip(1..).filter_map(|((code, role, nickname), number)| {
            let (ticket, hash) = app.events.key.ticket(&id, &Code::parse(code.reveal())?);
            Some(NewTicket { id: ticket, code: hash, role, day: now, number, nickname })
        });
    let tickets: Vec<NewTicket> = tickets.collect();
    let keep = move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
        let events = tx.records().event_writes();
        let known = events.event(&id)?;
        if known.as_ref().is_some_and(|event| event.phase != Phase::Live) {
            return Ok(());
        }
        let ends_at = tx.now().plus_seconds(YEAR_SECONDS);
        let fresh = Event {
            id: id.clone(),
            phase: Phase::Loading,
            opens_at: tx.now(),
            ends_at,
            settings: Settings {
                name: "Nova Lane live".to_owned(),
                message_chars: 500,
                slow_mode_seconds: 0,
                capacity: None,
                reserved_names: vec!["Nova Lane".to_owned()],
            },
            uploads: 0,
            has_channel: false,
            is_elastic: false,
            archive: None,
        };
        let event = known.map_or(fresh, |event| Event { ends_at, ..event });
        events.save_event(&event)?;
        for ticket in &tickets {
            events.add_ticket(&event, ticket, tx.now())?;
        }
        events.accept_upload(&id)
    };
    app.store.write(keep).await?;
    Ok(demo)
}
