//! Follows the channels of open events: what moderators did, who is banned, how many messages there are.
//!
//! The service has no count call and no log, so both are kept here, read from the channel like any member reads
//! it. What was read is noted in one transaction with the place it was read to: a restart counts nothing twice and
//! misses nothing. An action counts only when its sender is a moderator by the service's own list. Rooms have their
//! turns; one is followed at once when a moderator asks about it, and when our own service has banned somebody in it
//! or lets them back.

use std::collections::BTreeSet;
use std::time::Duration;

use chirrup_wire::conventions::{ACTION_CONTENT_TYPE, Action, Deed, Metadata};
use tokio::time::{Instant, sleep, sleep_until};

use crate::app::App;
use crate::clock::Millis;
use crate::events::chime_client::{CallError, ChimeClient, ListedMessage, Listing, Named, seconds};
use crate::events::{Ban, Event, EventId, Phase, Stage, Ticket, TicketId, review, staff};
use crate::store::{Cursor, LogEntry, StoreError, Tx};

/// Pages of one channel in one round: a busy room does not take all turns.
const MOST_PAGES: usize = 5;
/// However often moderators ask, others get a turn.
const BETWEEN_QUESTIONS: Duration = Duration::from_millis(500);

/// Why a channel could not be followed.
#[derive(Debug, thiserror::Error)]
pub(super) enum FollowError {
    /// The service did not answer as hoped.
    #[error("{0}")]
    Call(#[from] CallError),
    /// The store failed.
    #[error("{0}")]
    Store(#[from] StoreError),
}

impl From<FollowError> for crate::events::archive::ArchiveError {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::Call(error) => Self::Call(error),
            FollowError::Store(error) => Self::Store(error),
        }
    }
}

/// Follows all open events until the server stops.
pub(super) async fn run(app: App, client: ChimeClient) {
    let stopping = app.stopping.clone();
    stopping.run_until_cancelled(follow_all(&app, &client)).await;
}

async fn follow_all(app: &App, client: &ChimeClient) {
    let pause = Duration::from_secs(app.config.events.follow_seconds);
    let mut turn = Instant::now() + pause;
    loop {
        let asked = tokio::select! {
            () = sleep_until(turn) => None,
            asked = app.events.asked() => Some(asked),
        };
        if asked.is_none() {
            turn = Instant::now() + pause;
        }
        let live = app.store.read(|reads| reads.events().events(&[Phase::Live])).await;
        let now = Millis::now();
        for event in live.unwrap_or_default() {
            let is_open = event.opens_at <= now || app.events.watching(&event.id, now) > 0;
            let is_due = asked.as_ref().is_none_or(|asked| asked.contains(&event.id));
            if !(event.has_channel && is_open && is_due) {
                continue;
            }
            if let Err(error) = follow_once(app, client, &event, MOST_PAGES).await {
                tracing::info!(%error, event = %event.id, "a channel could not be followed");
            }
        }
        if asked.is_some() {
            sleep(BETWEEN_QUESTIONS).await;
        }
    }
}

/// Reads a channel to its end.
pub(super) async fn catch_up(
    app: &App,
    client: &ChimeClient,
    event: &Event,
) -> Result<(), FollowError> {
    if event.has_channel {
        while follow_once(app, client, event, MOST_PAGES).await? {}
    }
    Ok(())
}

/// Reads what is new, and says whether there is more.
async fn follow_once(
    app: &App,
    client: &ChimeClient,
    event: &Event,
    most_pages: usize,
) -> Result<bool, FollowError> {
    follow_bans(app, client, event).await?;
    let moderators = moderators_of(client, event).await?;
    app.events.list_moderators(&event.id, moderators.clone());
    let sub_channels = if event.is_elastic {
        client.sub_channels(event.id.as_str()).await?
    } else {
        vec![String::new()]
    };
    if event.is_elastic && event.phase == Phase::Live {
        staff::spread(app, client, event, &sub_channels).await?;
    }
    let mut has_more = false;
    for sub_channel in sub_channels {
        has_more |=
            follow_messages(app, client, event, &sub_channel, &moderators, most_pages).await?;
    }
    Ok(has_more)
}

async fn follow_messages(
    app: &App,
    client: &ChimeClient,
    event: &Event,
    sub_channel: &str,
    moderators: &BTreeSet<String>,
    most_pages: usize,
) -> Result<bool, FollowError> {
    let id = event.id.clone();
    let follow = app.store.read(move |reads| reads.events().follow(&id)).await?;
    let begin = follow.at.get(sub_channel).map(|cursor| cursor.at);
    let mut next: Option<String> = None;
    for _ in 0..most_pages {
        let listing = Listing {
            channel: event.id.as_str(),
            sub_channel: Some(sub_channel).filter(|id| !id.is_empty()),
            not_before: begin,
            next_token: next.as_deref(),
        };
        let (messages, token) = client.messages(&listing).await?;
        note_messages(app, event, sub_channel, messages, moderators.clone()).await?;
        match token {
            Some(token) => next = Some(token),
            None => return Ok(false),
        }
    }
    Ok(true)
}

async fn moderators_of(
    client: &ChimeClient,
    event: &Event,
) -> Result<BTreeSet<String>, FollowError> {
    let listed = client.moderators(event.id.as_str()).await?;
    let arns = listed.into_iter().map(|moderator| moderator.arn);
    Ok(arns.chain([client.remote().admin_arn.clone()]).collect())
}

fn is_action(message: &ListedMessage) -> bool {
    message.content_type.as_deref() == Some(ACTION_CONTENT_TYPE)
}

/// Notes a page and the place it leads to.
async fn note_messages(
    app: &App,
    event: &Event,
    sub_channel: &str,
    messages: Vec<ListedMessage>,
    moderators: BTreeSet<String>,
) -> Result<(), StoreError> {
    if messages.is_empty() {
        return Ok(());
    }
    let (event, sub_channel) = (event.id.clone(), sub_channel.to_owned());
    let note = move |tx: &mut Tx<'_>| -> Result<Follows, StoreError> {
        let mut follows = Follows::default();
        let events = tx.records().event_writes();
        let mut follow = events.follow(&event)?;
        let mut cursor = follow.at.remove(&sub_channel).unwrap_or_default();
        for message in messages {
            let at = seconds(message.created_timestamp);
            if at < cursor.at || (at == cursor.at && cursor.ids.contains(&message.message_id)) {
                continue;
            }
            if at > cursor.at {
                cursor = Cursor { at, ids: Vec::new() };
            }
            cursor.ids.push(message.message_id.clone());
            if is_action(&message) {
                note_action(tx, &event, &message, (at, &moderators), &mut follows)?;
            } else {
                follow.messages += 1;
            }
            if message.redacted {
                events.set_hidden(&event, &message.message_id, true)?;
            }
        }
        follow.at.insert(sub_channel, cursor);
        events.save_follow(&event, &follow)?;
        Ok(follows)
    };
    let Follows { ruling, place } = app.store.write(note).await?;
    if ruling {
        app.events.review_bell.notify_one();
    }
    if place {
        app.events.bell.ring();
    }
    Ok(())
}

/// The ticket of a user.
fn ticket_of(arn: &str) -> TicketId {
    TicketId::new(arn.rsplit('/').next().unwrap_or_default())
}

/// What others have to do because of what moderators did.
#[derive(Default)]
struct Follows {
    /// Something about messages that wait.
    ruling: bool,
    /// A place in the channel is to be made again.
    place: bool,
}

/// Notes what a moderator did, and what follows from it.
fn note_action(
    tx: &Tx<'_>,
    event: &EventId,
    message: &ListedMessage,
    (at, moderators): (Millis, &BTreeSet<String>),
    follows: &mut Follows,
) -> Result<(), StoreError> {
    let Some(sender) = message.sender.as_ref().filter(|sender| moderators.contains(&sender.arn))
    else {
        tracing::debug!(%event, "an action of somebody who is no moderator");
        return Ok(());
    };
    let Some(action) = message.content.as_deref().and_then(Action::read) else { return Ok(()) };
    let events = tx.records().event_writes();
    follows.ruling |= review::note_deed(&events, event, &action.deed, (at, &message.message_id))?;
    let subject = match &action.deed {
        Deed::Hide { id } => {
            events.set_hidden(event, id, true)?;
            Some(id.clone())
        }
        Deed::Restore { id } => {
            events.set_hidden(event, id, false)?;
            Some(id.clone())
        }
        Deed::Pin { id } | Deed::Approve { id } | Deed::Reject { id } | Deed::Held { id, .. } => {
            Some(id.clone())
        }
        // A ban that was lifted before the list of bans was read is on no list.
        Deed::Unban { user } => {
            make_place(tx, event, &ticket_of(user))?;
            follows.place = true;
            Some(user.clone())
        }
        Deed::HideUser { user }
        | Deed::RestoreUser { user }
        | Deed::Timeout { user, .. }
        | Deed::EndTimeout { user }
        | Deed::Ban { user }
        | Deed::ApproveUser { user }
        | Deed::UnapproveUser { user } => Some(user.clone()),
        Deed::SlowMode { seconds } => Some(seconds.to_string()),
        Deed::Mode(mode) => Some(mode.name().to_owned()),
        Deed::Announce { text } => Some(text.clone()),
        Deed::Clear | Deed::Unclear | Deed::Unpin | Deed::Unannounce | Deed::Unknown { .. } => None,
    };
    events.add_log(
        event,
        &LogEntry {
            source: source_of(message, &sender.arn),
            at,
            who: sender.arn.clone(),
            who_name: sender.name.clone(),
            action: action.deed.name().to_owned(),
            subject,
            reason: action.reason,
        },
    )
}

/// What an entry of the log is known by. What concerns a whole room is said in each part of an elastic channel, each
/// time with the same client id, and was done once.
fn source_of(message: &ListedMessage, sender: &str) -> String {
    let metadata = message.metadata.as_deref().map(Metadata::read).unwrap_or_default();
    match metadata.client_token {
        Some(client_id) => format!("action {client_id} {sender}"),
        None => message.message_id.clone(),
    }
}

/// Bans of the channel are bans of their tickets, as long as they stand.
async fn follow_bans(app: &App, client: &ChimeClient, event: &Event) -> Result<(), FollowError> {
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
fn make_place(tx: &Tx<'_>, event: &EventId, ticket: &TicketId) -> Result<(), StoreError> {
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
