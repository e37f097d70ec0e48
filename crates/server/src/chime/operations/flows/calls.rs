//! Calling processors, in the background: some at a time, again when one does not answer, and not for ever.
//!
//! A call is noted before it is made, so that after a crash it is made again rather than forgotten.

use std::sync::Arc;
use std::time::Duration;

use chirrup_wire::chime::message::ProcessorRequest;
use tokio::sync::Semaphore;

use super::hold::Waiting;
use super::outcome::fall_back;
use crate::app::App;
use crate::chime::error::ChimeError;
use crate::chime::operations::encode;
use crate::clock::Millis;
use crate::store::{Callback, Tx};

/// Calls under way.
const MOST_CALLS: usize = 64;
/// Calls that are noted together.
const MOST_CLAIMED: usize = 32;
/// Calls for one message before its flow's fallback.
const MOST_ATTEMPTS: u32 = 3;
/// How long a processor may take to answer that it has the message.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// After this a call that was noted is taken for lost.
const LOST_AFTER_SECONDS: u64 = 60;
/// The pause after the first call in vain; each further one is four times as long.
const PAUSE_MILLIS: i64 = 500;
/// The longest sleep: clocks jump.
const LONGEST_SLEEP: Duration = Duration::from_mins(5);
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(5);

/// Calls processors until the server stops.
pub(in crate::chime::operations) async fn run(app: App) {
    let client = reqwest::Client::builder()
        .timeout(ANSWER_WITHIN)
        .redirect(reqwest::redirect::Policy::none())
        .build();
    let client = match client {
        Ok(client) => client,
        Err(error) => {
            tracing::error!(%error, "no processor can be called");
            return;
        }
    };
    let turns = Arc::new(Semaphore::new(MOST_CALLS));
    loop {
        let pause = match call_due(&app, &client, &turns).await {
            Ok(pause) => pause,
            // The store has logged why.
            Err(_) => PAUSE_AFTER_FAILURE,
        };
        tokio::select! {
            () = app.stopping.cancelled() => return,
            () = app.background.wants_calls() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Begins the calls that are due, and answers when to look again.
async fn call_due(
    app: &App,
    client: &reqwest::Client,
    turns: &Arc<Semaphore>,
) -> Result<Duration, ChimeError> {
    loop {
        let due = app.store.read(|reads| {
            Ok::<_, ChimeError>(!reads.chime().callbacks_to_call(Millis::now(), 1)?.is_empty())
        });
        if !due.await? {
            break;
        }
        for claimed in app.store.write(claim).await? {
            let Ok(turn) = Arc::clone(turns).acquire_owned().await else { break };
            let (app, client) = (app.clone(), client.clone());
            app.clone().tasks.spawn(async move {
                tokio::select! {
                    () = app.stopping.cancelled() => {}
                    result = call(&app, &client, claimed) => {
                        if let Err(error) = result {
                            tracing::warn!(%error, "the end of a call was not noted");
                        }
                    }
                }
                drop(turn);
            });
        }
    }
    let next = app.store.read(|reads| Ok::<_, ChimeError>(reads.chime().next_call()?)).await?;
    let millis = next.map_or(i64::MAX, |at| at.0.saturating_sub(Millis::now().0).max(0));
    Ok(Duration::from_millis(millis.unsigned_abs()).min(LONGEST_SLEEP))
}

struct Claimed {
    callback: Callback,
    url: String,
    body: String,
}

/// Notes calls that are about to be made.
fn claim(tx: &mut Tx<'_>) -> Result<Vec<Claimed>, ChimeError> {
    let (chime, now) = (tx.chime(), tx.now());
    let mut claimed = Vec::new();
    for mut callback in chime.callbacks_to_call(now, MOST_CLAIMED)? {
        let waiting = Waiting::of(&callback)?;
        let channel = chime.channel_at(callback.channel)?;
        let message = waiting.message(&chime, &callback)?;
        let (Some(channel), Some(message)) = (channel, message) else {
            chime.remove_callback(&callback.id)?;
            continue;
        };
        callback.attempts += 1;
        let lost_at = now.plus_seconds(LOST_AFTER_SECONDS);
        chime.save_call(&callback.id, callback.attempts, Some(lost_at))?;
        let body = ProcessorRequest {
            event_type: "CHANNEL_MESSAGE_EVENT".to_owned(),
            callback_id: callback.id.clone(),
            channel_message: encode::message(&channel, &message, encode::text),
        };
        let body = serde_json::to_string(&body).map_err(|_| ChimeError::service_failure())?;
        // The flow may have been changed since the message began to wait.
        let flow = channel.flow.as_ref().map(|flow| chime.flow(flow)).transpose()?.flatten();
        let processor = flow.and_then(|flow| flow.processors.into_iter().next());
        let url = processor.unwrap_or(waiting.processor).url;
        claimed.push(Claimed { callback, url, body });
    }
    Ok(claimed)
}

async fn call(app: &App, client: &reqwest::Client, claimed: Claimed) -> Result<(), ChimeError> {
    let Claimed { callback, url, body } = claimed;
    let signature = crate::seal::sign(body.as_bytes(), &app.chime.processor_key);
    let request = client
        .post(url)
        .header("content-type", "application/json")
        .header(crate::seal::SIGNATURE_HEADER, signature.unwrap_or_default())
        .body(body);
    let has_it = match request.send().await {
        Ok(response) => response.status().is_success(),
        Err(error) => {
            tracing::warn!(error = %error.without_url(), "a processor was not reached");
            false
        }
    };
    let note = move |tx: &mut Tx<'_>| -> Result<(), ChimeError> {
        let chime = tx.chime();
        // The processor may have called back before it answered.
        let Some(callback) = chime.callback(&callback.id)? else { return Ok(()) };
        if has_it {
            return Ok(chime.save_call(&callback.id, callback.attempts, None)?);
        }
        if callback.attempts >= MOST_ATTEMPTS {
            return fall_back(tx, &callback);
        }
        let pause = PAUSE_MILLIS * 4_i64.pow(callback.attempts.saturating_sub(1));
        let again = tx.now().plus_millis(pause);
        Ok(chime.save_call(&callback.id, callback.attempts, Some(again))?)
    };
    app.store.write(note).await?;
    if !has_it {
        app.background.call_soon();
    }
    Ok(())
}
