//! Follows the channels of open events: what moderators did, who is banned, how many messages there are.
//!
//! The service has no count call and no log, so both are kept here, read from the channel like any member reads
//! it. What was read is noted in one transaction with the place it was read to: a restart counts nothing twice and
//! misses nothing. Rooms have their turns; one is followed at once when a moderator asks about it, and when our own
//! service has banned somebody in it or lets them back.

mod actions;
mod bans;

use std::collections::BTreeSet;
use std::time::Duration;

use chirrup_wire::conventions::ACTION_CONTENT_TYPE;
use tokio::time::{Instant, sleep, sleep_until};

use crate::app::App;
use crate::clock::Millis;
use crate::events::chime_client::{CallError, ChimeClient, ListedMessage, Listing, seconds};
use crate::events::{Event, Phase, TicketId, staff};
use crate::store::{Cursor, StoreError, Tx};
use actions::Follows;

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
    bans::follow(app, client, event).await?;
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
                actions::note(tx, &event, &message, (at, &moderators), &mut follows)?;
            } else {
                follow.messages += 1;
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
