//! `POST /events/{event}/review`: the processor of the channel flow. Our own service calls it; on Amazon's a
//! Lambda function passes on what it is given (`docs/aws.md`).
//!
//! Each call is noted and answered at once, and comes again when the answer is lost: it is known by the id of its
//! callback. A call counts when it is signed with the key that only the service and this server have.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use chirrup_wire::chime::message::{ChannelMessage, ProcessorRequest};
use chirrup_wire::chime::rest::Identity;
use chirrup_wire::conventions::{ACTION_CONTENT_TYPE, Action};

use super::note_deed;
use crate::app::App;
use crate::clock::Millis;
use crate::events::remote::Keys;
use crate::events::session;
use crate::events::state::Ranks;
use crate::events::{Event, EventError};
use crate::seal;
use crate::store::{Held, HeldStage, Tx, Wanted};

pub(in crate::events) async fn handle(
    State(app): State<App>,
    Path(event_id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, EventError> {
    check_signature(&app, &headers, &body)?;
    let request: ProcessorRequest = serde_json::from_slice(&body)
        .map_err(|_| EventError::request_invalid("This is no event of a channel flow"))?;
    let event = app.store.read(move |reads| session::event(reads, &event_id)).await?;
    let remote = app.events.remote().ok_or_else(EventError::internal)?;
    let channel = remote.channel_arn(event.id.as_str());
    let message = request.channel_message;
    if message.channel_arn.as_deref() != Some(&channel) || request.callback_id.is_empty() {
        return Err(EventError::request_invalid("The message is of another channel"));
    }
    let ranks = app.events.ranks(&app, &event.id).await?;
    let note = move |tx: &mut Tx<'_>| note(tx, &event, &request.callback_id, message, &ranks);
    app.store.write(note).await?;
    app.events.review_bell.notify_one();
    Ok(StatusCode::OK)
}

fn check_signature(app: &App, headers: &HeaderMap, body: &[u8]) -> Result<(), EventError> {
    let remote = app.events.remote().ok_or_else(EventError::internal)?;
    let key = match &remote.keys {
        Keys::Own => Some(app.chime.processor_key.as_slice()),
        Keys::Role { .. } => {
            app.config.events.review_key.as_ref().map(|key| key.reveal().as_bytes())
        }
    };
    let signature = headers.get(seal::SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
    let is_ours = key.zip(signature).is_some_and(|(key, said)| seal::is_signed(body, key, said));
    is_ours.then_some(()).ok_or_else(|| {
        let message = "The signature is not that of the service's processor key";
        EventError::new(StatusCode::UNAUTHORIZED, "signature-wrong", message)
    })
}

/// Notes what waits, and how it goes on where that is known already.
fn note(
    tx: &mut Tx<'_>,
    event: &Event,
    callback: &str,
    message: ChannelMessage,
    ranks: &Ranks,
) -> Result<(), EventError> {
    let events = tx.records().event_writes();
    let Identity { arn: sender, name } = message.sender.unwrap_or_default();
    let keeps_order = ranks.moderators.contains(&sender);
    let content = message.content.unwrap_or_default();
    let is_action = message.content_type.as_deref() == Some(ACTION_CONTENT_TYPE);
    if is_action
        && keeps_order
        && let Some(action) = Action::read(&content)
    {
        let at = message.created_timestamp.and_then(|at| i64::try_from(at.millis()).ok());
        let said = (at.map_or(tx.now(), Millis), message.message_id.as_str());
        note_deed(&events, &event.id, &action.deed, said)?;
    }
    let is_staff = keeps_order || ranks.artists.contains(&sender);
    let stage = match events.review(&event.id)?.wanted {
        _ if is_staff => HeldStage::Approved,
        // An action of somebody without a say is nothing to anybody.
        _ if is_action => HeldStage::Rejected,
        Wanted::Everything => HeldStage::Fresh,
        Wanted::Links if has_address(&content) => HeldStage::Fresh,
        Wanted::Links | Wanted::Nothing => HeldStage::Approved,
    };
    let held = Held {
        callback: callback.to_owned(),
        user: sender,
        name: name.unwrap_or_default(),
        message: message.message_id,
        sub_channel: message.sub_channel_id,
        text: content,
        stage,
    };
    Ok(events.hold(&event.id, &held)?)
}

/// Whether there is something in a text that people could type into a browser.
fn has_address(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let word = word.to_lowercase();
        let is_host = |host: &str| {
            let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
            let host = host.trim_matches(|c: char| !c.is_alphanumeric());
            host.rsplit_once('.').is_some_and(|(name, top)| {
                let is_top = top.chars().count() >= 2 && top.chars().all(char::is_alphabetic);
                is_top && name.chars().last().is_some_and(char::is_alphanumeric)
            })
        };
        word.contains("://") || word.contains("www.") || is_host(&word)
    })
}

#[cfg(test)]
mod tests {
    use super::has_address;

    #[test]
    fn an_address_is_what_a_browser_would_take() {
        for text in [
            "see https://a.example",
            "tickets at cheap.example/now!",
            "(evil.com)",
            "WWW.x",
            "a.co.",
        ] {
            assert!(has_address(text), "{text}");
        }
        for text in ["", "hello", "wait... what", "2.5 times", "e.g. this", "good.", "10:30"] {
            assert!(!has_address(text), "{text}");
        }
    }
}
