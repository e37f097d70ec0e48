//! Who may listen: the signature in the address, whose keys they are, and whether there is room.

use axum::extract::Query;
use axum::http::request::Parts;

use super::End;
use crate::app::App;
use crate::chime::arn::{Arn, Kind};
use crate::chime::authorize::{Doubt, Signed, Signer};
use crate::chime::call::Principal;
use crate::chime::credentials;
use crate::chime::hub::Listener;
use crate::chime::operations::{self, SortBy};
use crate::chime::replays::Use;
use crate::clock::Millis;
use crate::store::{Reads, StoreError};

/// Somebody who may listen.
pub(super) struct Guest {
    pub(super) user: Arn,
    /// Whether the channels are told at once, and in which order.
    pub(super) prefetch: Option<SortBy>,
}

/// No address is worth anything longer than this, whatever it says of itself: all that were used are
/// remembered until then.
const LONGEST_MILLIS: i64 = 300_000;

/// Takes a place among the listeners.
pub(super) async fn admit(app: &App, parts: &Parts) -> Result<(Guest, Listener), End> {
    let query = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
    let Query(query) = query.map_err(|_| unauthorized("the query cannot be read"))?;
    let signer = verify(app, parts).await?;
    use_once(app, &query, &signer)?;
    let user = user(&query, &signer.principal)?;
    app.chime.throttle.take_connect(&user).map_err(|_| End::TooMany)?;
    let limits = &app.config.limits;
    let most = app.config.chime.sockets_per_user;
    let listener = app.chime.hub.listen(&user, most, limits.socket_queue).ok_or(End::TooMany)?;
    // Read only now: whatever changes from here on, the hub is told.
    let (of, Signer { principal, access_key_id, .. }) = (user.clone(), signer);
    let read = move |reads: &dyn Reads| -> Result<_, StoreError> {
        let is_alive = credentials::are_alive(reads, &principal, &access_key_id, Millis::now())?;
        Ok(if is_alive { operations::channels_of(reads, &of)? } else { None })
    };
    let channels = app.store.read(read).await.map_err(|_| End::StoreFailed)?;
    let channels = channels.ok_or_else(|| unauthorized("there is no such user"))?;
    app.chime.hub.add_channels(&user, channels);
    Ok((Guest { user, prefetch: prefetch(&query) }, listener))
}

async fn verify(app: &App, parts: &Parts) -> Result<Signer, End> {
    let (signed, chime) = (Signed::of(parts), app.chime.clone());
    let verify = move |reads: &dyn Reads| signed.verify_presigned(&chime, reads, Millis::now());
    app.store.read(verify).await.map_err(|doubt| match doubt {
        Doubt::Refused(refusal) => unauthorized(refusal.to_string()),
        Doubt::Store(_) => End::StoreFailed,
    })
}

fn use_once(app: &App, query: &[(String, String)], signer: &Signer) -> Result<(), End> {
    let now = Millis::now();
    let seconds = parameter(query, "X-Amz-Expires").and_then(|text| text.parse::<i64>().ok());
    let holds = seconds.unwrap_or_default().saturating_mul(1000).min(LONGEST_MILLIS);
    let ends = signer.signed_at.plus_millis(holds);
    if ends < now {
        return Err(unauthorized("the address has expired"));
    }
    let signature = parameter(query, "X-Amz-Signature").unwrap_or_default();
    match app.chime.replays.take(signature, ends, now) {
        Use::First => Ok(()),
        Use::Again => Err(End::UsedBefore),
        Use::Full => Err(End::TooMany),
    }
}

/// For whom the socket is; with keys of a user only for them.
fn user(query: &[(String, String)], principal: &Principal) -> Result<Arn, End> {
    let named = parameter(query, "userArn").and_then(Arn::parse);
    let named = named.filter(|user| matches!(user.kind(), Kind::User | Kind::Bot));
    let named = named.ok_or_else(|| unauthorized("userArn is not the ARN of a user"))?;
    match principal {
        Principal::User(user) if *user != named => {
            Err(unauthorized(format!("these keys are for {user} only")))
        }
        Principal::User(_) | Principal::Owner => Ok(named),
    }
}

/// `prefetch-sort-by` alone means nothing.
fn prefetch(query: &[(String, String)]) -> Option<SortBy> {
    let is_on = parameter(query, "prefetch-on") == Some("connect");
    let sort = match parameter(query, "prefetch-sort-by") {
        Some("unread") => SortBy::Unread,
        Some("last-message-timestamp") => SortBy::LastMessage,
        Some(_) | None => SortBy::Both,
    };
    is_on.then_some(sort)
}

fn parameter<'a>(query: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = query.iter().find(|(other, _)| other == name);
    found.map(|(_, value)| value.as_str())
}

fn unauthorized(why: impl Into<String>) -> End {
    End::Unauthorized(why.into())
}
