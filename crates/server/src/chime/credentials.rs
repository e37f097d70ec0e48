//! Temporary keys: those that a login hands to one user, and the end of them.
//!
//! The secret key is worked out from the public id with the server's own key, so no secret is stored; the
//! session token is stored as its hash. Not here: the keys of the owner, see [`bootstrap`](super::bootstrap).
//! Invariant: keys that are revoked or expired sign nothing, from the commit on.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chirrup_wire::Secret;
use chirrup_wire::chime::close;
use chirrup_wire::sigv4::Credentials;
use hmac::{Hmac, KeyInit as _, Mac as _};
use rand::Rng as _;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use super::arn::Arn;
use super::bootstrap::OwnerKeys;
use super::call::Principal;
use super::news::ChimeNews;
use crate::clock::Millis;
use crate::store::{News, Reads, StoreError, Tx};
use crate::token::{self, TokenHash};

/// Keys as a login hands them out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// What signs.
    pub credentials: Credentials,
    /// When they stop working.
    pub expires_at: Millis,
}

/// Keys of a user as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserKey {
    /// Names them. Public.
    pub access_key_id: String,
    /// Whose they are.
    pub user: Arn,
    /// Of the session token that must come with them.
    pub token: TokenHash,
    /// When they stop working.
    pub expires_at: Millis,
}

/// What the ids of temporary keys begin with, as the owner's begin with `CHOWNER`.
const PREFIX: &str = "CHUSER";

/// Makes keys for one user, who acts for nobody else with them.
///
/// # Errors
/// The store fails.
pub fn issue(tx: &Tx<'_>, user: &Arn, lifetime_seconds: u64) -> Result<Issued, StoreError> {
    let access_key_id = fresh_id(PREFIX);
    let (session_token, token) = token::fresh();
    let expires_at = tx.now().plus_seconds(lifetime_seconds);
    let records = tx.records();
    records.drop_expired_user_keys(tx.now())?;
    records.add_user_key(&UserKey {
        access_key_id: access_key_id.clone(),
        user: user.clone(),
        token,
        expires_at,
    })?;
    let secret_access_key = secret_of(&tx.reads().key_of_keys()?, &access_key_id);
    let session_token = Some(session_token);
    Ok(Issued {
        credentials: Credentials { access_key_id, secret_access_key, session_token },
        expires_at,
    })
}

/// Ends all keys of a user who is taken out. Open sockets close with [`close::REMOVED`] and `reason`, a
/// sentence for people.
///
/// # Errors
/// The store fails.
pub fn revoke(tx: &mut Tx<'_>, user: &Arn, reason: &str) -> Result<(), StoreError> {
    end(tx, user, close::REMOVED, reason)
}

/// Ends all keys of a user who comes in from elsewhere and is given keys after this. Open sockets close with
/// [`close::REPLACED`] and `reason`, a sentence for people.
///
/// # Errors
/// The store fails.
pub fn replace(tx: &mut Tx<'_>, user: &Arn, reason: &str) -> Result<(), StoreError> {
    end(tx, user, close::REPLACED, reason)
}

fn end(tx: &mut Tx<'_>, user: &Arn, code: u16, reason: &str) -> Result<(), StoreError> {
    tx.records().drop_user_keys(user)?;
    let reason = reason.to_owned();
    tx.tell(News::Chime(ChimeNews::Revoked { member: user.clone(), code, reason }));
    Ok(())
}

/// Whether keys that signed a moment ago still do.
pub(super) fn are_alive(
    reads: &dyn Reads,
    principal: &Principal,
    access_key_id: &str,
    now: Millis,
) -> Result<bool, StoreError> {
    match principal {
        Principal::Owner => Ok(true),
        Principal::User(_) => Ok(reads.user_key(access_key_id, now)?.is_some()),
    }
}

/// Whose keys have this id, and the secret among them. Nothing when the token is not theirs.
///
/// # Errors
/// The store fails.
pub fn find(
    reads: &dyn Reads,
    owner: &OwnerKeys,
    access_key_id: &str,
    session_token: Option<&str>,
    now: Millis,
) -> Result<Option<(Principal, Secret)>, StoreError> {
    if owner.access_key_id == access_key_id {
        let secret = session_token.is_none().then(|| owner.secret_access_key.clone());
        return Ok(secret.map(|secret| (Principal::Owner, secret)));
    }
    let Some(key) = reads.user_key(access_key_id, now)? else { return Ok(None) };
    let token = TokenHash::of(session_token.unwrap_or_default());
    if !bool::from(token.0.ct_eq(&key.token.0)) {
        return Ok(None);
    }
    let secret = secret_of(&reads.key_of_keys()?, access_key_id);
    Ok(Some((Principal::User(key.user), secret)))
}

/// An id nobody has: upper case letters and digits, as AWS has them.
pub(super) fn fresh_id(prefix: &str) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut bytes = [0_u8; 14];
    rand::rng().fill_bytes(&mut bytes);
    let letters = bytes.iter().filter_map(|byte| ALPHABET.get(usize::from(byte % 32)));
    prefix.chars().chain(letters.map(|letter| char::from(*letter))).collect()
}

fn secret_of(key_of_keys: &[u8; 32], access_key_id: &str) -> Secret {
    // HMAC fills up a short key with zeros; taking a whole block needs no error that cannot happen.
    let mut block = [0; 64];
    block[..32].copy_from_slice(key_of_keys);
    let mac = Hmac::<Sha256>::new(&block.into()).chain_update(access_key_id);
    Secret::new(URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}
