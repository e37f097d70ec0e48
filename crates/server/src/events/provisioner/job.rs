//! One piece of work: its requests, and what is noted when they are answered.
//!
//! Each can be done twice without harm: ids and client tokens are made from the ticket, "exists already" and "is
//! gone already" count as done.

use crate::app::App;
use crate::clock::Millis;
use crate::events::archive::{self, ArchiveError};
use crate::events::chime_client::{CallError, ChimeClient};
use crate::events::provisioner::plan::Subject;
use crate::events::{Event, EventId, Phase, Role, Stage, Ticket, TicketId};
use crate::store::{StoreError, Tx};

/// Failures of the service over one ticket before it is set aside.
const MOST_TRIES: u32 = 6;
/// A ticket that was set aside is tried again after so long.
const RETRY_SECONDS: u64 = 5 * 60;
/// Members that one sub-channel is meant for.
const SUB_CHANNEL_MEMBERS: u64 = 1_000;

/// What is to be done.
#[derive(Debug)]
pub(super) enum Job {
    /// Makes the channel of an event.
    Channel { event: Event },
    /// Makes the user of a ticket.
    User { event: Event, ticket: Ticket },
    /// Makes a ticket all ready: somebody waits, or has a part to play.
    Whole { event: Event, ticket: Ticket },
    /// Adds many users to the channel.
    Members { event: Event, tickets: Vec<Ticket> },
    /// Tells the service a new nickname.
    Rename { ticket: Ticket },
    /// Writes the history to a file.
    Archive { event: Event },
    /// Removes the channel, its history with it.
    RemoveChannel { event: Event },
    /// Removes a user.
    RemoveUser { ticket: Ticket },
    /// Nothing is left.
    Finish { event: Event },
}

/// Why a job was not done.
#[derive(Debug, thiserror::Error)]
pub(super) enum JobError {
    /// The service did not do it.
    #[error("{0}")]
    Call(#[from] CallError),
    /// It was done and could not be noted.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The file could not be written.
    #[error("{0}")]
    Archive(ArchiveError),
}

impl From<ArchiveError> for JobError {
    fn from(error: ArchiveError) -> Self {
        match error {
            ArchiveError::Call(error) => Self::Call(error),
            ArchiveError::Store(error) => Self::Store(error),
            ArchiveError::File(_) | ArchiveError::Damaged(_) => Self::Archive(error),
        }
    }
}

impl Job {
    pub(super) fn event(&self) -> &EventId {
        match self {
            Self::Channel { event }
            | Self::User { event, .. }
            | Self::Whole { event, .. }
            | Self::Members { event, .. }
            | Self::Archive { event }
            | Self::RemoveChannel { event }
            | Self::Finish { event } => &event.id,
            Self::Rename { ticket } | Self::RemoveUser { ticket } => &ticket.event,
        }
    }

    /// What nobody else may work on meanwhile.
    pub(super) fn subjects(&self) -> Vec<Subject> {
        let of = |ticket: &Ticket| Subject::Ticket(ticket.event.clone(), ticket.id.clone());
        match self {
            Self::Channel { event }
            | Self::Archive { event }
            | Self::RemoveChannel { event }
            | Self::Finish { event } => vec![Subject::Channel(event.id.clone())],
            Self::User { ticket, .. }
            | Self::Whole { ticket, .. }
            | Self::Rename { ticket }
            | Self::RemoveUser { ticket } => vec![of(ticket)],
            Self::Members { event, tickets } => {
                let batch = std::iter::once(Subject::Batch(event.id.clone()));
                batch.chain(tickets.iter().map(of)).collect()
            }
        }
    }

    /// Does it.
    pub(super) async fn run(&self, app: &App, client: &ChimeClient) -> Result<(), JobError> {
        match self {
            Self::Channel { event } => make_channel(app, client, event).await,
            Self::User { ticket, .. } => make_user(app, client, ticket).await,
            Self::Whole { event, ticket } => make_whole(app, client, event, ticket).await,
            Self::Members { event, tickets } => add_members(app, client, event, tickets).await,
            Self::Rename { ticket } => {
                client.rename_user(ticket.id.as_str(), ticket.name()).await?;
                note_name(app, ticket).await
            }
            Self::Archive { event } => Ok(archive::write(app, client, event).await?),
            Self::RemoveChannel { event } => {
                gone(client.delete_channel(event.id.as_str()).await)?;
                note_event(app, event, |event| event.has_channel = false).await
            }
            Self::RemoveUser { ticket } => {
                gone(client.delete_user(ticket.id.as_str()).await)?;
                note_stage(app, &[ticket], Stage::Removed).await
            }
            Self::Finish { event } => {
                tracing::info!(event = %event.id, "nothing is left of the event but its archive");
                note_event(app, event, |event| event.phase = Phase::Over).await
            }
        }
    }

    /// Notes a failure with the tickets it concerns. That the service was busy is nobody's failure.
    pub(super) async fn note_failure(
        &self,
        app: &App,
        error: &CallError,
    ) -> Result<(), StoreError> {
        let most = match error {
            CallError::Busy { .. } => return Ok(()),
            CallError::Failed(_) => MOST_TRIES,
            CallError::Exists | CallError::Gone(_) | CallError::Refused(_) => 1,
        };
        let tickets: Vec<&Ticket> = match self {
            Self::User { ticket, .. }
            | Self::Whole { ticket, .. }
            | Self::RemoveUser { ticket } => {
                vec![ticket]
            }
            Self::Members { tickets, .. } => tickets.iter().collect(),
            // A name that is refused is refused for good; the old one stays with the service.
            Self::Rename { ticket } => {
                return match error {
                    CallError::Failed(_) => Ok(()),
                    CallError::Busy { .. }
                    | CallError::Exists
                    | CallError::Gone(_)
                    | CallError::Refused(_) => note_name(app, ticket).await.map_err(only_store),
                };
            }
            Self::Channel { .. }
            | Self::Archive { .. }
            | Self::RemoveChannel { .. }
            | Self::Finish { .. } => {
                return Ok(());
            }
        };
        let is_removal = matches!(self, Self::RemoveUser { .. });
        if is_removal && most == 1 {
            return note_stage(app, &tickets, Stage::Removed).await.map_err(only_store);
        }
        let reason = error.to_string();
        fail(
            app,
            self.event(),
            tickets.iter().map(|ticket| (ticket.id.clone(), reason.clone())).collect(),
            most,
        )
        .await
    }
}

fn only_store(error: JobError) -> StoreError {
    match error {
        JobError::Store(error) => error,
        JobError::Call(_) | JobError::Archive(_) => StoreError::Closed,
    }
}

/// "Exists already" is what was wanted.
fn made(answer: Result<(), CallError>) -> Result<bool, CallError> {
    match answer {
        Ok(()) => Ok(true),
        Err(CallError::Exists) => Ok(false),
        Err(error) => Err(error),
    }
}

/// "Is not there" is what was wanted. The service also refuses to speak of channels that are not there.
fn gone(answer: Result<(), CallError>) -> Result<(), CallError> {
    match answer {
        Err(CallError::Gone(_) | CallError::Refused(_)) => Ok(()),
        other => other,
    }
}

async fn make_channel(app: &App, client: &ChimeClient, event: &Event) -> Result<(), JobError> {
    let id = event.id.clone();
    let tickets = app.store.read(move |reads| reads.events().tickets(&id)).await?;
    let most = tickets.max(event.settings.capacity.unwrap_or(0).into());
    let is_elastic = most > app.config.events.plain_channel_members;
    // Half as many again, because sub-channels are not filled to the last place.
    let sub_channels = (most + most / 2).div_ceil(SUB_CHANNEL_MEMBERS).clamp(2, 100);
    let elastic = is_elastic.then(|| u32::try_from(sub_channels).unwrap_or(100));
    made(client.create_channel(event.id.as_str(), &event.settings.name, elastic).await)?;
    note_event(app, event, move |event| {
        event.has_channel = true;
        event.is_elastic = is_elastic;
    })
    .await?;
    app.events.bell.ring();
    Ok(())
}

async fn make_user(app: &App, client: &ChimeClient, ticket: &Ticket) -> Result<(), JobError> {
    let is_new = made(client.create_user(ticket.id.as_str(), ticket.name()).await)?;
    app.events.meter.count();
    note_stage(app, &[ticket], Stage::User).await?;
    // A user that was there may have been made with an earlier name.
    if is_new { note_name(app, ticket).await } else { Ok(()) }
}

async fn make_whole(
    app: &App,
    client: &ChimeClient,
    event: &Event,
    ticket: &Ticket,
) -> Result<(), JobError> {
    if ticket.stage == Stage::Wanted {
        make_user(app, client, ticket).await?;
    }
    let (channel, user) = (event.id.as_str(), ticket.id.as_str());
    if ticket.role == Role::Moderator {
        made(client.add_moderator(channel, user).await)?;
        app.events.add_moderator(&event.id, client.remote().user_arn(user));
    }
    if event.is_elastic && ticket.role == Role::Moderator {
        // Members are placed by the service; a moderator says where, and wants to be everywhere.
        for sub_channel in client.sub_channels(channel).await? {
            made(client.add_member(channel, user, Some(&sub_channel)).await)?;
            app.events.staff.note(&event.id, (sub_channel, ticket.id.clone()));
        }
    } else {
        made(client.add_member(channel, user, None).await)?;
    }
    note_stage(app, &[ticket], Stage::Ready).await?;
    app.events.made_ready(&event.id);
    Ok(())
}

async fn add_members(
    app: &App,
    client: &ChimeClient,
    event: &Event,
    tickets: &[Ticket],
) -> Result<(), JobError> {
    let users: Vec<String> = tickets.iter().map(|ticket| ticket.id.to_string()).collect();
    let failed = client.add_members(event.id.as_str(), &users).await?;
    let is_failed = |ticket: &Ticket| failed.iter().any(|(user, _)| user == ticket.id.as_str());
    let added: Vec<&Ticket> = tickets.iter().filter(|ticket| !is_failed(ticket)).collect();
    note_stage(app, &added, Stage::Ready).await?;
    app.events.made_ready(&event.id);
    let reasons = failed.into_iter().map(|(user, reason)| (TicketId::new(user), reason)).collect();
    Ok(fail(app, &event.id, reasons, MOST_TRIES).await?)
}

async fn note_stage(app: &App, tickets: &[&Ticket], stage: Stage) -> Result<(), JobError> {
    let Some(first) = tickets.first() else { return Ok(()) };
    let event = first.event.clone();
    let ids: Vec<TicketId> = tickets.iter().map(|ticket| ticket.id.clone()).collect();
    let note = move |tx: &mut Tx<'_>| tx.records().event_writes().set_stage(&event, &ids, stage);
    Ok(app.store.write(note).await?)
}

async fn note_name(app: &App, ticket: &Ticket) -> Result<(), JobError> {
    let (event, id, name) = (ticket.event.clone(), ticket.id.clone(), ticket.name().to_owned());
    let note = move |tx: &mut Tx<'_>| tx.records().event_writes().name_was_sent(&event, &id, &name);
    Ok(app.store.write(note).await?)
}

/// Changes an event as it is stored, which may be newer than the one that was planned with.
async fn note_event(
    app: &App,
    event: &Event,
    change: impl FnOnce(&mut Event) + Send + 'static,
) -> Result<(), JobError> {
    let id = event.id.clone();
    let note = move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
        let events = tx.records().event_writes();
        if let Some(mut event) = events.event(&id)? {
            change(&mut event);
            events.save_event(&event)?;
        }
        Ok(())
    };
    Ok(app.store.write(note).await?)
}

async fn fail(
    app: &App,
    event: &EventId,
    failed: Vec<(TicketId, String)>,
    most: u32,
) -> Result<(), StoreError> {
    if failed.is_empty() {
        return Ok(());
    }
    let event = event.clone();
    let note = move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
        let retry_at: Millis = tx.now().plus_seconds(RETRY_SECONDS);
        for (ticket, reason) in &failed {
            tx.records().event_writes().note_failure(
                &event,
                ticket,
                reason,
                most,
                Some(retry_at),
            )?;
        }
        Ok(())
    };
    app.store.write(note).await
}
