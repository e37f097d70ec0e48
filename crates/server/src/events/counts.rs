//! `POST /events/{event}/counts`: how many watch. The widget asks every half minute, which is also how it is known
//! that somebody still watches.
//!
//! A moderator also asks after what they did, so the room is followed then, and what follows from it does not
//! wait for the room's turn. Figures are read from the store once in two seconds for each event, however many
//! ask. Members, messages, hidden and banned survive a restart; who watches is known again half a minute after it.

use axum::Json;
use axum::extract::{Path, State};
use chirrup_wire::conventions::audience::{Counts, CountsRequest};

use crate::app::App;
use crate::clock::Millis;
use crate::events::session::{self, Body};
use crate::events::{EventError, EventId, Role};
use crate::store::{Reads, StoreError};

const FRESH_MILLIS: i64 = 2_000;

/// Figures and since when they are known.
#[derive(Clone, Copy)]
pub(super) struct Cached {
    at: Millis,
    counts: Counts,
}

pub(super) async fn handle(
    State(app): State<App>,
    Path(event_id): Path<String>,
    Body(request): Body<CountsRequest>,
) -> Result<Json<Counts>, EventError> {
    let now = Millis::now();
    let device = session::device(request.device.as_ref())?;
    let find = move |reads: &dyn Reads| session::signed_in(reads, &event_id, &device, now);
    let (event, ticket) = app.store.read(find).await?;
    app.events.see(&event.id, &ticket.id, now);
    let counts = of(&app, &event.id, now).await?;
    let is_moderator = ticket.role == Role::Moderator;
    if is_moderator {
        app.events.follow_soon(&event.id);
    }
    Ok(Json(Counts {
        hidden: counts.hidden.filter(|_| is_moderator),
        banned: counts.banned.filter(|_| is_moderator),
        ..counts
    }))
}

/// All figures of a room, no older than two seconds.
pub(super) async fn of(app: &App, event: &EventId, now: Millis) -> Result<Counts, StoreError> {
    let cached = super::state::lock(&app.events.cached).get(event).copied();
    if let Some(Cached { at, counts }) = cached
        && at.plus_millis(FRESH_MILLIS) > now
    {
        return Ok(counts);
    }
    let (id, watching) = (event.clone(), app.events.watching(event, now));
    let count = move |reads: &dyn Reads| -> Result<Counts, StoreError> {
        let events = reads.events();
        let (members, banned) = events.members(&id)?;
        let hidden = events.hidden(&id)?;
        let messages = events.follow(&id)?.messages;
        let figure = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(Counts {
            members: figure(members),
            watching: figure(watching),
            messages: figure(messages),
            hidden: Some(figure(hidden)),
            banned: Some(figure(banned)),
        })
    };
    let counts = app.store.read(count).await?;
    super::state::lock(&app.events.cached).insert(event.clone(), Cached { at: now, counts });
    Ok(counts)
}
