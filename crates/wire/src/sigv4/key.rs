//! From a secret key to a signature: the hashes, and nothing about what is signed.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use super::encode::hex;
use super::stamp::Stamp;
use super::{ALGORITHM, Scope, TERMINATOR};
use crate::Secret;

/// A signature before anybody asked what it is: ends in digits, or in a comparison in constant time.
pub(super) type Signature = Hmac<Sha256>;

/// How many bytes SHA-256 takes at a time; keys are filled up to it.
const BLOCK_BYTES: usize = 64;

/// SHA-256 of a body, as 64 hexadecimal digits in lower case. No body hashes like an empty one.
pub fn payload_hash(body: &[u8]) -> String {
    hex(&Sha256::digest(body))
}

/// `yyyymmdd/region/service/aws4_request`.
pub(super) fn scope_text(stamp: &Stamp, scope: Scope<'_>) -> String {
    [stamp.day(), scope.region, scope.service, TERMINATOR].join("/")
}

/// Signs a canonical request.
pub(super) fn signature(
    secret: &Secret,
    stamp: &Stamp,
    scope: Scope<'_>,
    canonical: &str,
) -> Signature {
    let hash = payload_hash(canonical.as_bytes());
    let to_sign = [ALGORITHM, stamp.text(), &scope_text(stamp, scope), &hash].join("\n");
    mac(&signing_key(secret, stamp, scope), &to_sign)
}

/// The digits of a signature.
pub(super) fn digits(signature: Signature) -> String {
    hex(&signature.finalize().into_bytes())
}

/// A key that signs for one day, region and service only.
fn signing_key(secret: &Secret, stamp: &Stamp, scope: Scope<'_>) -> Vec<u8> {
    let mut key = format!("AWS4{}", secret.reveal()).into_bytes();
    for part in [stamp.day(), scope.region, scope.service, TERMINATOR] {
        key = mac(&key, part).finalize().into_bytes().to_vec();
    }
    key
}

fn mac(key: &[u8], text: &str) -> Signature {
    let mut block = [0; BLOCK_BYTES];
    let hash;
    let mut key = key;
    if key.len() > BLOCK_BYTES {
        hash = Sha256::digest(key);
        key = &hash;
    }
    for (filled, byte) in block.iter_mut().zip(key) {
        *filled = *byte;
    }
    Hmac::new(&block.into()).chain_update(text)
}

#[cfg(test)]
mod tests {
    use super::{digits, hex, mac, payload_hash, signing_key};
    use crate::Secret;
    use crate::sigv4::Scope;
    use crate::sigv4::stamp::Stamp;

    #[test]
    fn nothing_hashes_like_nothing() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(payload_hash(b""), empty);
    }

    /// AWS documentation, "Create a signed AWS API request", its example of a signing key.
    #[test]
    fn the_documented_signing_key_comes_out() {
        let secret = Secret::new("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
        let scope = Scope { region: "us-east-1", service: "iam" };
        let key = signing_key(&secret, &Stamp::at(1_440_938_160_000), scope);
        assert_eq!(hex(&key), "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
    }

    /// RFC 4231, test cases 2 and 6: a short key, and one longer than a block.
    #[test]
    fn keys_of_any_length_sign() {
        assert_eq!(
            digits(mac(b"Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            digits(mac(&[0xaa; 131], "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }
}
