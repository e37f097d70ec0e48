//! Percent-encoding, of which there are two rules: the one AWS signs by, and JavaScript's
//! `encodeURIComponent`, which the Chime client uses for the address of its socket. They differ in `!'()*`.
//! Not here: forms, where `+` is a space.

/// Encodes a path segment, or the name or value of a query parameter, by the rule of AWS: all bytes of the
/// UTF-8 text but `A-Z a-z 0-9 - . _ ~` become `%XX` in upper case.
pub fn encode(text: &str) -> String {
    percent(text, b"-._~")
}

/// [`encode()`] for a whole path: `/` stays. A path that is already encoded is thereby encoded a second time,
/// which is what AWS signs for every service but S3.
pub(super) fn encode_path(path: &str) -> String {
    percent(path, b"-._~/")
}

/// JavaScript's `encodeURIComponent`: `- _ . ! ~ * ' ( )` stay.
pub(super) fn encode_component(text: &str) -> String {
    percent(text, b"-_.!~*'()")
}

fn percent(text: &str, kept: &[u8]) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            push_hex(&mut encoded, byte, b"0123456789ABCDEF");
        }
    }
    encoded
}

/// Undoes either rule; nothing when a `%` lacks its two digits or the bytes are no UTF-8.
pub fn decode(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            decoded.push((hex_digit(bytes.next()?)? << 4) | hex_digit(bytes.next()?)?);
        } else {
            decoded.push(byte);
        }
    }
    String::from_utf8(decoded).ok()
}

/// Bytes as hexadecimal digits in lower case, as hashes and signatures are written.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(bytes.len() * 2);
    for &byte in bytes {
        push_hex(&mut digits, byte, b"0123456789abcdef");
    }
    digits
}

/// The 32 bytes of a signature; nothing unless it is 64 hexadecimal digits in lower case.
pub(super) fn unhex(digits: &str) -> Option<[u8; 32]> {
    let pairs = digits.as_bytes();
    if pairs.len() != 64 || pairs.iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(pairs.chunks(2)) {
        *byte = pair.iter().try_fold(0, |byte, &digit| Some((byte << 4) | hex_digit(digit)?))?;
    }
    Some(bytes)
}

fn push_hex(text: &mut String, byte: u8, digits: &[u8; 16]) {
    for half in [byte >> 4, byte & 15] {
        text.extend(digits.get(usize::from(half)).map(|&digit| char::from(digit)));
    }
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::{decode, encode, encode_component, encode_path, hex, unhex};

    #[test]
    fn the_two_rules_differ_in_five_marks() {
        let marks = "-._~!'()*";
        assert_eq!(encode(marks), "-._~%21%27%28%29%2A");
        assert_eq!(encode_component(marks), marks);
        for rule in [encode, encode_component] {
            assert_eq!(rule("a b/c:d+é☃&="), "a%20b%2Fc%3Ad%2B%C3%A9%E2%98%83%26%3D");
        }
    }

    #[test]
    fn an_encoded_path_is_encoded_again() {
        assert_eq!(encode_path("/channels/arn%3Aaws"), "/channels/arn%253Aaws");
    }

    #[test]
    fn what_was_encoded_is_decoded() {
        for text in ["", "plain", "100 % é☃\u{0}\n+", "%25"] {
            assert_eq!(decode(&encode(text)).as_deref(), Some(text));
            assert_eq!(decode(&encode_component(text)).as_deref(), Some(text));
        }
        for broken in ["%", "%4", "%4g", "%+4", "%ff", "%C3"] {
            assert_eq!(decode(broken), None, "{broken}");
        }
    }

    #[test]
    fn a_signature_is_64_digits_in_lower_case() {
        let bytes: [u8; 32] = std::array::from_fn(|at| u8::try_from(at * 8).unwrap());
        let digits = hex(&bytes);
        assert_eq!(unhex(&digits), Some(bytes));
        assert_eq!(unhex(&digits.to_uppercase()), None);
        assert_eq!(unhex(&digits[2..]), None);
        assert_eq!(unhex(&digits.replace('0', "g")), None);
        assert_eq!(unhex(&"é".repeat(32)), None);
    }
}
