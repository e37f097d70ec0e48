//! A signed request is changed on its way, byte by byte, and refused for the right reason.

use chirrup_wire::Secret;
use chirrup_wire::sigv4::{ALLOWED_SKEW_MILLIS, Credentials, Part, Refusal, Scope, ScopePart};

use crate::sent::{EXAMPLE_MILLIS, Sent, example_credentials};

const SCOPE: Scope<'_> = Scope { region: "us-east-1", service: "chime" };
const NOW: u64 = EXAMPLE_MILLIS + 1500;

fn credentials() -> Credentials {
    Credentials { session_token: Some(Secret::new("tok/en+=")), ..example_credentials() }
}

/// A moderator hides a message.
fn redaction() -> Sent {
    let path =
        "/channels/arn%3Aaws%3Achime%3Aus-east-1%3A1%3Aapp-instance%2Fi%2Fchannel%2Fc/messages/m1";
    let mut request = Sent::get("127.0.0.1:8443", path, "operation=redact&sub-channel-id=a%2Fb")
        .with("content-type", "application/json")
        .with("x-amz-chime-bearer", "arn:aws:chime:us-east-1:1:app-instance/i/user/mod");
    request.method = "POST".into();
    request.signed(&credentials(), SCOPE, EXAMPLE_MILLIS)
}

fn refusal(request: &Sent) -> Refusal {
    request.verified(&credentials(), SCOPE, NOW).unwrap_err()
}

/// Every way of exchanging one byte of a text for a neighbour, the other case, or a mark with a meaning.
pub(crate) fn changed(text: &str) -> impl Iterator<Item = (usize, String)> {
    let marks = *b"/&=;%. ,A0";
    (0..text.len()).flat_map(move |at| {
        let old = text.as_bytes()[at];
        let others = [old ^ 1, old ^ 0x20].into_iter().chain(marks).filter(move |new| *new != old);
        others.map(move |new| {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] = new;
            (at, String::from_utf8(bytes).unwrap())
        })
    })
}

#[test]
fn the_request_itself_is_believed() {
    let verified = redaction().verified(&credentials(), SCOPE, NOW).unwrap();
    assert_eq!(verified.access_key_id, "AKIDEXAMPLE");
    assert_eq!(verified.session_token, credentials().session_token);
    assert_eq!(verified.signed_at_millis, EXAMPLE_MILLIS);
}

#[test]
fn a_changed_method_host_path_query_or_body_is_refused() {
    let signed = redaction();
    let part: [fn(&mut Sent) -> &mut String; 5] = [
        |it| &mut it.method,
        |it| &mut it.host,
        |it| &mut it.path,
        |it| &mut it.query,
        |it| &mut it.payload_hash,
    ];
    for part in part {
        for (at, text) in changed(part(&mut signed.clone())) {
            let mut request = signed.clone();
            *part(&mut request) = text.clone();
            assert_eq!(refusal(&request), Refusal::BadSignature, "byte {at}: {text}");
        }
    }
}

#[test]
fn a_parameter_more_or_less_is_refused() {
    let mut request = redaction();
    for query in ["", "operation=redact", "operation=redact&sub-channel-id=a%2Fb&scope=all"] {
        request.query = query.into();
        assert_eq!(refusal(&request), Refusal::BadSignature, "{query}");
    }
    // In headers, a signature in the query is a parameter like any other.
    request.query = redaction().query + "&X-Amz-Signature=00";
    assert_eq!(refusal(&request), Refusal::BadSignature);
}

#[test]
fn changed_headers_are_refused() {
    let signed = redaction();
    for name in ["content-type", "x-amz-chime-bearer", "x-amz-content-sha256"] {
        let index = signed.headers.iter().position(|(other, _)| other == name).unwrap();
        for (at, text) in changed(signed.header(name)) {
            let mut request = signed.clone();
            request.headers[index].1.clone_from(&text);
            assert_eq!(refusal(&request), Refusal::BadSignature, "{name}, byte {at}: {text}");
        }
        let mut request = signed.clone();
        request.headers.remove(index);
        assert_eq!(refusal(&request), Refusal::HeaderAbsent(name.into()));
        let twice = signed.clone().with(name, signed.header(name));
        assert_eq!(refusal(&twice), Refusal::BadSignature, "{name} twice");
    }
    let token = signed.headers.iter().position(|(name, _)| name == "x-amz-security-token").unwrap();
    for (at, text) in changed(signed.header("x-amz-security-token")) {
        let mut request = signed.clone();
        request.headers[token].1 = text;
        assert_eq!(refusal(&request), Refusal::UnknownKey, "token, byte {at}");
    }
}

#[test]
fn nobody_acts_as_another_by_a_header_that_is_not_signed() {
    let credentials = example_credentials();
    let signed = Sent::get("127.0.0.1:8443", "/channels", "");
    let signed = signed.signed(&credentials, SCOPE, EXAMPLE_MILLIS);
    for name in ["x-amz-chime-bearer", "X-Amz-Security-Token"] {
        let request =
            signed.clone().with(name, "arn:aws:chime:us-east-1:1:app-instance/i/user/mod");
        let refused = request.verified(&credentials, SCOPE, NOW).unwrap_err();
        assert_eq!(refused, Refusal::HeaderUnsigned(name.to_lowercase()));
    }
    let harmless = signed.with("user-agent", "any");
    assert!(harmless.verified(&credentials, SCOPE, NOW).is_ok());
}

#[test]
fn a_changed_date_is_refused() {
    let signed = redaction();
    let index = signed.headers.iter().position(|(name, _)| name == "x-amz-date").unwrap();
    for (at, text) in changed(signed.header("x-amz-date")) {
        let mut request = signed.clone();
        request.headers[index].1.clone_from(&text);
        let refused = refusal(&request);
        let expected = match (&refused, at) {
            (Refusal::Malformed(Part::Date), _) => true,
            (Refusal::WrongScope(ScopePart::Date), _) => at < 8,
            (Refusal::Skewed { .. }, _) => (9..13).contains(&at),
            (Refusal::BadSignature, _) => at >= 12,
            _ => false,
        };
        assert!(expected, "byte {at}: {text}: {refused}");
    }
}

#[test]
fn a_changed_authorization_is_refused() {
    let signed = redaction();
    let index = signed.headers.iter().position(|(name, _)| name == "authorization").unwrap();
    let text = signed.header("authorization");
    let spans = [
        "AKIDEXAMPLE",
        "20150830",
        "us-east-1",
        "chime",
        "aws4_request",
        "content-type;",
        "Signature=",
    ];
    let begins: Vec<_> = spans.iter().map(|span| text.find(span).unwrap()).collect();
    let signature = begins[6] + "Signature=".len();
    for (at, text) in changed(text) {
        let mut request = signed.clone();
        request.headers[index].1.clone_from(&text);
        let refused = refusal(&request);
        let expected = match &refused {
            Refusal::Malformed(Part::Algorithm) => at < 17,
            Refusal::Malformed(Part::Authorization) => true,
            Refusal::Missing(Part::Credential) => at < begins[0],
            Refusal::UnknownKey => (begins[0]..begins[1]).contains(&at),
            Refusal::WrongScope(ScopePart::Date) => (begins[1]..begins[2]).contains(&at),
            Refusal::WrongScope(ScopePart::Region) => (begins[2]..begins[3]).contains(&at),
            Refusal::WrongScope(ScopePart::Service) => (begins[3]..begins[4]).contains(&at),
            Refusal::Malformed(Part::Credential) => (begins[0]..begins[5]).contains(&at),
            Refusal::Missing(Part::SignedHeaders) => (begins[4]..begins[5]).contains(&at),
            Refusal::Malformed(Part::SignedHeaders)
            | Refusal::HeaderUnsigned(_)
            | Refusal::HeaderAbsent(_) => (begins[5]..begins[6]).contains(&at),
            Refusal::Missing(Part::Signature) => (begins[6] - 2..signature).contains(&at),
            Refusal::Malformed(Part::Signature) | Refusal::BadSignature => at >= signature,
            Refusal::Missing(_)
            | Refusal::Malformed(_)
            | Refusal::Skewed { .. }
            | Refusal::Expired { .. } => false,
        };
        assert!(expected, "byte {at}: {text}: {refused}");
    }
}

#[test]
fn what_is_missing_is_named() {
    let without = |name: &str| {
        let mut request = redaction();
        request.headers.retain(|(other, _)| other != name);
        refusal(&request)
    };
    assert_eq!(without("authorization"), Refusal::Missing(Part::Authorization));
    assert_eq!(without("x-amz-date"), Refusal::Missing(Part::Date));
    assert_eq!(
        without("x-amz-security-token"),
        Refusal::HeaderAbsent("x-amz-security-token".into())
    );
    let twice = redaction().with("Authorization", "AWS4-HMAC-SHA256 a");
    assert_eq!(refusal(&twice), Refusal::Malformed(Part::Authorization));
    for text in ["", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256 Credential=a"] {
        let request = Sent::get("h", "/", "").with("authorization", text);
        assert_eq!(refusal(&request), Refusal::Malformed(Part::Authorization), "{text}");
    }
}

#[test]
fn another_key_scope_or_time_is_refused() {
    let signed = redaction();
    let other = Credentials { secret_access_key: Secret::new("other"), ..credentials() };
    let verified = |credentials: &Credentials, scope, now| signed.verified(credentials, scope, now);
    assert_eq!(verified(&other, SCOPE, NOW), Err(Refusal::BadSignature));
    let nobody = Credentials { access_key_id: "AKIDOTHER".into(), ..credentials() };
    assert_eq!(verified(&nobody, SCOPE, NOW), Err(Refusal::UnknownKey));
    let region = Scope::chime("eu-central-1");
    let refused = verified(&credentials(), region, NOW);
    assert_eq!(refused, Err(Refusal::WrongScope(ScopePart::Region)));
    let service = Scope { service: "s3", ..SCOPE };
    let refused = verified(&credentials(), service, NOW);
    assert_eq!(refused, Err(Refusal::WrongScope(ScopePart::Service)));

    let skew = ALLOWED_SKEW_MILLIS;
    for now in [EXAMPLE_MILLIS - skew, EXAMPLE_MILLIS + skew] {
        assert!(verified(&credentials(), SCOPE, now).is_ok());
    }
    for (now, ahead_millis) in [
        (EXAMPLE_MILLIS - skew - 1, 300_001),
        (EXAMPLE_MILLIS + skew + 1, -300_001),
        (0, 1_440_938_160_000),
    ] {
        let refused = verified(&credentials(), SCOPE, now).unwrap_err();
        assert_eq!(refused, Refusal::Skewed { ahead_millis });
        assert!(refused.is_about_time());
    }
}
