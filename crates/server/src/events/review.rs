//! Hold for review: a moderator reads what fans write before anybody else does.
//!
//! While a moderator wants it, the event's channel has a channel flow, whose processor is here
//! (`review/processor.rs`): it notes each message that waits, and lets pass what has nobody to wait for. This
//! worker does what follows from the notes: it gives the channel its flow and takes it away, tells moderators
//! what waits, and tells the service what becomes of it. Not here: which messages wait, which the room's mode says.
//!
//! Invariants: what is to be done is in the store before anybody is told that it will be, and is done again after
//! a crash, under the same tokens. Nothing that waits appears unless a moderator says so; a service that does not
//! reach the processor lets its author know instead.

mod processor;

use std::time::Duration;

use chirrup_wire::conventions::{Action, Deed, RoomMode};
use tokio::time::sleep;

use crate::app::App;
use crate::clock::Millis;
use crate::events::chime_client::{CallError, ChimeClient, Targeted};
use crate::events::{Event, EventId, Phase};
use crate::store::{EventWrites, Held, HeldStage, Review, StoreError, Tx, Wanted};

pub(super) use processor::handle;

/// Messages that are looked at together.
const AT_ONCE: u32 = 20;
/// The longest sleep when nobody rings.
const LONGEST_SLEEP: Duration = Duration::from_mins(1);
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(3);
/// What the service takes as the content of a message.
const CONTENT_BYTES_MAX: usize = 4096;

/// Why something could not be done yet.
#[derive(Debug, thiserror::Error)]
enum ReviewError {
    /// The service did not answer as hoped.
    #[error("{0}")]
    Call(#[from] CallError),
    /// The store failed.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The service elsewhere does not know whom to call.
    #[error("messages cannot be held: [events.chime] has no review_lambda_arn")]
    NoProcessor,
}

/// Works until the server stops.
pub(super) async fn run(app: App, client: ChimeClient) {
    let stopping = app.stopping.clone();
    stopping.run_until_cancelled(work(&app, &client)).await;
}

async fn work(app: &App, client: &ChimeClient) {
    loop {
        let mut pause = LONGEST_SLEEP;
        let live = app.store.read(|reads| reads.events().events(&[Phase::Live])).await;
        for event in live.unwrap_or_default().iter().filter(|event| event.has_channel) {
            match review(app, client, event).await {
                Ok(false) => {}
                Ok(true) => pause = Duration::ZERO,
                Err(error) => {
                    tracing::warn!(%error, event = %event.id, "a review waits");
                    app.events.note_trouble(&event.id, error.to_string());
                    pause = pause.min(PAUSE_AFTER_FAILURE);
                }
            }
        }
        tokio::select! {
            () = app.events.review_bell.notified() => {}
            () = sleep(pause) => {}
        }
    }
}

/// Does what is to be done for an event, and says whether there is more.
async fn review(app: &App, client: &ChimeClient, event: &Event) -> Result<bool, ReviewError> {
    let id = event.id.clone();
    let read = app.store.read(move |reads| {
        let events = reads.events();
        Ok::<_, StoreError>((events.review(&id)?, events.held_to_do(&id, AT_ONCE)?))
    });
    let (review, held) = read.await?;
    let is_wanted = review.wanted != Wanted::Nothing;
    let processor = client.remote().processor(&event.id);
    let is_right = review.is_on && (review.processor == processor || processor.is_none());
    if is_wanted && !is_right {
        switch_on(app, client, event, &review, processor.ok_or(ReviewError::NoProcessor)?).await?;
    } else if review.is_on && !is_wanted {
        switch_off(app, client, event, &review).await?;
    }
    let has_more = u32::try_from(held.len()).is_ok_and(|count| count == AT_ONCE);
    for held in held {
        match held.stage {
            HeldStage::Fresh => tell(app, client, event, held).await?,
            HeldStage::Approved | HeldStage::Rejected => end(app, client, event, held).await?,
            HeldStage::Told => {}
        }
    }
    Ok(has_more)
}

/// Gives the channel its flow. The flow is made once and kept for the next time.
async fn switch_on(
    app: &App,
    client: &ChimeClient,
    event: &Event,
    review: &Review,
    processor: String,
) -> Result<(), ReviewError> {
    let flow = match &review.flow {
        Some(flow) if review.processor.as_ref() == Some(&processor) => flow.clone(),
        Some(flow) => client.update_flow(flow, &processor).await.map(|()| flow.clone())?,
        None => client.create_flow(event.id.as_str(), &processor).await?,
    };
    let made = flow.clone();
    change(app, &event.id, move |review| {
        review.flow = Some(made);
        review.processor = Some(processor);
    })
    .await?;
    client.associate_flow(event.id.as_str(), &flow).await?;
    tracing::info!(event = %event.id, "messages wait for moderators");
    Ok(change(app, &event.id, |review| review.is_on = true).await?)
}

/// Takes the flow away. What waits goes on waiting for a moderator's word.
async fn switch_off(
    app: &App,
    client: &ChimeClient,
    event: &Event,
    review: &Review,
) -> Result<(), ReviewError> {
    if let Some(flow) = &review.flow {
        match client.disassociate_flow(event.id.as_str(), flow).await {
            Ok(()) | Err(CallError::Gone(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    tracing::info!(event = %event.id, "messages wait no more");
    Ok(change(app, &event.id, |review| review.is_on = false).await?)
}

/// Changes what is known of a review, which a moderator's word may have changed meanwhile.
async fn change(
    app: &App,
    event: &EventId,
    change: impl FnOnce(&mut Review) + Send + 'static,
) -> Result<(), StoreError> {
    let id = event.clone();
    let write = move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
        let events = tx.records().event_writes();
        let mut review = events.review(&id)?;
        change(&mut review);
        events.save_review(&id, &review)
    };
    app.store.write(write).await
}

/// Tells each moderator what waits. Who cannot be told is not there to decide either.
async fn tell(
    app: &App,
    client: &ChimeClient,
    event: &Event,
    held: Held,
) -> Result<(), ReviewError> {
    let content = told(&held);
    let ranks = app.events.ranks(app, &event.id).await?;
    let own = &client.remote().admin_arn;
    if let (Some(sub_channel), Some((_, own))) = (&held.sub_channel, own.rsplit_once('/')) {
        // Whoever speaks in a part of an elastic channel is in it.
        match client.add_member(event.id.as_str(), own, Some(sub_channel)).await {
            Err(error) if error.is_retryable() => return Err(error.into()),
            Ok(()) | Err(_) => {}
        }
    }
    for moderator in ranks.moderators.iter().filter(|arn| *arn != own) {
        let message = Targeted {
            to: moderator,
            content: &content,
            sub_channel: held.sub_channel.as_deref(),
            token: &format!("{} {moderator}", held.callback),
        };
        match client.send_to(event.id.as_str(), &message).await {
            Ok(()) | Err(CallError::Exists) => {}
            Err(error) if error.is_retryable() => return Err(error.into()),
            Err(error) => {
                tracing::info!(%error, event = %event.id, "a moderator is not told what waits");
            }
        }
    }
    let note = move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
        tx.records().event_writes().held_was_told(&held.callback)
    };
    Ok(app.store.write(note).await?)
}

/// What moderators are told: the text, or as much of it as fits.
fn told(held: &Held) -> String {
    let mut text = held.text.clone();
    loop {
        let (id, user, name) = (held.message.clone(), held.user.clone(), held.name.clone());
        let said = if text.is_empty() { "…".to_owned() } else { text.clone() };
        let deed = Deed::Held { id, user, name, text: said };
        let content = Action { deed, reason: None }.to_text();
        if content.len() <= CONTENT_BYTES_MAX || text.is_empty() {
            return content;
        }
        let half = text.chars().count() / 2;
        text = text.chars().take(half).collect();
        text.push('…');
        if half == 0 {
            text.clear();
        }
    }
}

/// Tells the service what becomes of a message.
async fn end(
    app: &App,
    client: &ChimeClient,
    event: &Event,
    held: Held,
) -> Result<(), ReviewError> {
    match client.flow_callback(event.id.as_str(), &held).await {
        Ok(()) | Err(CallError::Exists | CallError::Gone(_)) => {}
        Err(error) if error.is_retryable() => return Err(error.into()),
        // It waited too long, or its room is gone: nobody has to be told any more.
        Err(error) => tracing::info!(%error, event = %event.id, "a message waits no more"),
    }
    let note = move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
        tx.records().event_writes().release_held(&held.callback)
    };
    Ok(app.store.write(note).await?)
}

/// Notes what a moderator's action says of reviews, and whether it says anything. Each may be noted many times.
pub(super) fn note_deed(
    events: &EventWrites<'_>,
    event: &EventId,
    deed: &Deed,
    said: (Millis, &str),
) -> Result<bool, StoreError> {
    if let Deed::Approve { id } = deed {
        events.rule_held(event, id, HeldStage::Approved)?;
    } else if let Deed::Reject { id } = deed {
        events.rule_held(event, id, HeldStage::Rejected)?;
    } else if let Deed::Mode(mode) = deed {
        let mut review = events.review(event)?;
        let since = (said.0, said.1.to_owned());
        if since > review.since {
            review.since = since;
            review.wanted = wanted(*mode);
            events.save_review(event, &review)?;
        }
    } else {
        return Ok(false);
    }
    Ok(true)
}

fn wanted(mode: RoomMode) -> Wanted {
    match mode {
        RoomMode::Review => Wanted::Everything,
        RoomMode::ReviewLinks => Wanted::Links,
        RoomMode::Open | RoomMode::Approved | RoomMode::Frozen | RoomMode::Unknown => {
            Wanted::Nothing
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CONTENT_BYTES_MAX, Held, HeldStage, told};

    #[test]
    fn what_moderators_are_told_fits_into_a_message() {
        for text in ["hello".to_owned(), "x".repeat(4096), "\u{1}".repeat(4096), "é".repeat(2048)]
        {
            let held = Held {
                callback: "c".repeat(36),
                message: "m".repeat(64),
                sub_channel: None,
                user: format!("arn:aws:chime:us-east-1:123456789012:{}", "u".repeat(100)),
                name: "\u{1}".repeat(24),
                text: text.clone(),
                stage: HeldStage::Fresh,
            };
            let told = told(&held);
            assert!(told.len() <= CONTENT_BYTES_MAX, "{}", told.len());
            let start: String = text.chars().take(5).collect();
            let is_there = serde_json::from_str::<serde_json::Value>(&told).is_ok_and(|told| {
                told["text"].as_str().is_some_and(|told| told.starts_with(&start))
            });
            assert!(is_there, "{told}");
        }
    }
}
