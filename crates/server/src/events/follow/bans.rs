//! Who is banned in a room: bans of the channel are bans of tickets, and what they took is made again after them.

use std::collections::BTreeSet;

use super::{FollowError, ticket_of};
use crate::app::App;
use crate::clock::Millis;
use crate::events::chime_client::{CallError, ChimeClient, Named};
use crate::events::{Ban, Event, EventId, Stage, Ticket, TicketId};
use crate::store::{LogEntry, StoreError, Tx};

/// Bans of the channel are bans of their tickets, as long as they stand.
pub(super) async fn follow(
    app: &App,
    client: &ChimeClient,
    event: &Event,
) -> Result<(), FollowError> {
    let banned = client.bans(event.id.as_str()).await?;
    let of = |member: &Named| ticket_of(&member.arn);
    let listed: BTreeSet<TicketId> = banned.iter().map(of).collect();
    let id = event.id.clone();
    let known = app.store.read(move |reads| reads.events().banned(&id)).await?;
    let known: BTreeSet<TicketId> = known.into_iter().collect();
    for member in banned.iter().filter(|member| !known.contains(&of(member))) {
        // Who lifted a ban meanwhile leaves nothing to describe.
        let (by, at) = match client.ban(event.id.as_str(), &member.arn).await {
            Ok(described) => described,
            Err(CallError::Gone(_)) => continue,
            Err(error) => return Err(error.into()),
        };
        note_ban(app, event, &of(member), member, by.unwrap_or_default(), at).await?;
    }
    let no_more: Vec<TicketId> = known.difference(&listed).cloned().collect();
    if no_more.is_empty() {
        return Ok(());
    }
    let id = event.id.clone();
    let lift = move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
        for ticket in &no_more {
            tx.records().event_writes().set_ban(&id, ticket, Ban::None)?;
            make_place(tx, &id, ticket)?;
        }
        Ok(())
    };
    app.store.write(lift).await?;
    app.events.bell.ring();
    Ok(())
}

/// A ban took the place in the channel away. Where it is lifted, the place has to be made again.
pub(super) fn make_place(
    tx: &Tx<'_>,
    event: &EventId,
    ticket: &TicketId,
) -> Result<(), StoreError> {
    let events = tx.records().event_writes();
    let has_none = |ticket: &Ticket| ticket.stage == Stage::Ready && !ticket.is_banned;
    match events.ticket(event, ticket)?.filter(has_none) {
        Some(ticket) => events.set_stage(event, &[ticket.id], Stage::User),
        None => Ok(()),
    }
}

async fn note_ban(
    app: &App,
    event: &Event,
    ticket: &TicketId,
    member: &Named,
    by: Named,
    at: Option<Millis>,
) -> Result<(), StoreError> {
    let (event, ticket, member) = (event.id.clone(), ticket.clone(), member.clone());
    let note = move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
        let at = at.unwrap_or(tx.now());
        let events = tx.records().event_writes();
        events.set_ban(&event, &ticket, Ban::Channel)?;
        events.add_log(
            &event,
            &LogEntry {
                source: format!("ban {ticket} {at}"),
                at,
                who: by.arn,
                who_name: by.name,
                action: "channel-ban".to_owned(),
                subject: Some(member.arn),
                reason: None,
            },
        )
    };
    app.store.write(note).await
}
