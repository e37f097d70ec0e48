//! Values that go out and come back, signed, so that nobody changes them on the way, and signatures of what is
//! sent to others.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;

/// Says that a body that was sent to a processor is ours: whoever has the key can tell.
pub(crate) const SIGNATURE_HEADER: &str = "x-chirrup-signature";
const MAC_BYTES: usize = 16;
const LONGEST: usize = 1000;

/// The value as text. Anybody can read it.
pub(crate) fn seal(value: &impl Serialize, key: &[u8; 32]) -> Option<String> {
    let body = serde_json::to_vec(value).ok()?;
    let mut bytes = mac(key, &body)?.finalize().into_bytes().to_vec();
    bytes.truncate(MAC_BYTES);
    bytes.extend(body);
    Some(URL_SAFE_NO_PAD.encode(bytes))
}

/// The value in this text, if we sealed it.
pub(crate) fn open<T: DeserializeOwned>(text: &str, key: &[u8; 32]) -> Option<T> {
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (sealed, body) = bytes.split_at_checked(MAC_BYTES)?;
    mac(key, body)?.verify_truncated_left(sealed).ok()?;
    serde_json::from_slice(body).ok()
}

/// The signature of a body.
pub(crate) fn sign(body: &[u8], key: &[u8]) -> Option<String> {
    Some(URL_SAFE_NO_PAD.encode(mac(key, body)?.finalize().into_bytes()))
}

/// Whether that is the signature of a body, in a time that tells nothing.
pub(crate) fn is_signed(body: &[u8], key: &[u8], signature: &str) -> bool {
    let said = URL_SAFE_NO_PAD.decode(signature).ok();
    said.zip(mac(key, body)).is_some_and(|(said, mac)| mac.verify_slice(&said).is_ok())
}

fn mac(key: &[u8], body: &[u8]) -> Option<Hmac<Sha256>> {
    Hmac::<Sha256>::new_from_slice(key).ok().map(|mac| mac.chain_update(body))
}
