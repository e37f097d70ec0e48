//! The address of a Chime socket: the very one that `amazon-chime-sdk-js` 3.32.0 makes, believed for ten
//! seconds, and refused after any change.

use chirrup_wire::Secret;
use chirrup_wire::sigv4::{
    Credentials, Part, Prefetch, Refusal, Scheme, Scope, ScopePart, Socket, presign,
};

use crate::sent::{EXAMPLE_MILLIS, Sent, example_credentials};
use crate::tamper::changed;

const SCOPE: Scope<'_> = Scope { region: "us-east-1", service: "chime" };

fn temporary() -> Credentials {
    Credentials { session_token: Some(Secret::new("IQoJb3+/token==")), ..example_credentials() }
}

const SOCKET: Socket<'_> = Socket {
    scheme: Scheme::Tls,
    host: "127.0.0.1:8443",
    user_arn: "arn:aws:chime:us-east-1:123456789012:app-instance/i/user/u1",
    session_id: "1234567890",
    prefetch: Prefetch::Off,
    user_agent: "",
    version: "",
};

fn address() -> Sent {
    Sent::opening(&presign(&SOCKET, &temporary(), "us-east-1", EXAMPLE_MILLIS))
}

/// What a server says two seconds later.
fn refusal(request: &Sent) -> Refusal {
    request.verified_presigned(&temporary(), SCOPE, EXAMPLE_MILLIS + 2000).unwrap_err()
}

/// The client was run in Node with its clock stopped, and these are its words.
#[test]
fn the_address_is_that_of_the_javascript_client() {
    let client = Socket { user_agent: "node-NaN", version: "3.32.0", ..SOCKET };
    let plain = Socket { host: "node001.ue1.ws-messaging.chime.aws", ..client };
    let odd = Socket {
        user_arn: "arn:aws:chime:us-east-1:123456789012:app-instance/i/user/u1@example.com",
        session_id: "odd !'()*~ é☃😀",
        prefetch: Prefetch::Unread,
        ..client
    };
    let capital = Socket {
        host: "Node001.UE1.ws-messaging.chime.aws",
        session_id: "s1",
        prefetch: Prefetch::LastMessage,
        ..client
    };
    for (socket, credentials, expected) in [
        (
            plain,
            example_credentials(),
            "wss://node001.ue1.ws-messaging.chime.aws/connect?X-Amz-Algorithm=AWS4-HMAC-SHA256\
             &X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fchime%2Faws4_request\
             &X-Amz-Date=20150830T123600Z&X-Amz-Expires=10&X-Amz-SignedHeaders=host\
             &X-Amzn-User-Agent=node-NaN&X-Amzn-Version=3.32.0&sessionId=1234567890\
             &userArn=arn%3Aaws%3Achime%3Aus-east-1%3A123456789012%3Aapp-instance%2Fi%2Fuser%2Fu1\
             &X-Amz-Signature=615aa19eb492f466ed540562aa671e335b964bbdf65894c2b3a47cde90bf56cb",
        ),
        (
            odd,
            temporary(),
            "wss://127.0.0.1:8443/connect?X-Amz-Algorithm=AWS4-HMAC-SHA256\
             &X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fchime%2Faws4_request\
             &X-Amz-Date=20150830T123600Z&X-Amz-Expires=10\
             &X-Amz-Security-Token=IQoJb3%2B%2Ftoken%3D%3D&X-Amz-SignedHeaders=host\
             &X-Amzn-User-Agent=node-NaN&X-Amzn-Version=3.32.0\
             &prefetch-on=connect&prefetch-sort-by=unread\
             &sessionId=odd%20!'()*~%20%C3%A9%E2%98%83%F0%9F%98%80\
             &userArn=arn%3Aaws%3Achime%3Aus-east-1%3A123456789012%3Aapp-instance%2Fi%2Fuser\
             %2Fu1%40example.com\
             &X-Amz-Signature=965f626ffa919c23872f8b0c5487838ed075cef028553dcde28e7ec38e14b028",
        ),
        (
            capital,
            temporary(),
            "wss://Node001.UE1.ws-messaging.chime.aws/connect?X-Amz-Algorithm=AWS4-HMAC-SHA256\
             &X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fchime%2Faws4_request\
             &X-Amz-Date=20150830T123600Z&X-Amz-Expires=10\
             &X-Amz-Security-Token=IQoJb3%2B%2Ftoken%3D%3D&X-Amz-SignedHeaders=host\
             &X-Amzn-User-Agent=node-NaN&X-Amzn-Version=3.32.0\
             &prefetch-on=connect&prefetch-sort-by=last-message-timestamp&sessionId=s1\
             &userArn=arn%3Aaws%3Achime%3Aus-east-1%3A123456789012%3Aapp-instance%2Fi%2Fuser%2Fu1\
             &X-Amz-Signature=e6cdf4c311e2b6e3b43ab0b84d604676d854813fa3e18316f37ff9672f6261d2",
        ),
    ] {
        let address = presign(&socket, &credentials, "us-east-1", EXAMPLE_MILLIS + 999);
        assert_eq!(address.reveal(), expected);
        let mut arrived = Sent::opening(&address);
        // Whoever opens an address writes its host in lower case.
        arrived.host.make_ascii_lowercase();
        assert!(arrived.verified_presigned(&credentials, SCOPE, EXAMPLE_MILLIS + 2000).is_ok());
    }
    let plain = Socket { scheme: Scheme::Plain, ..client };
    let address = presign(&plain, &temporary(), "us-east-1", EXAMPLE_MILLIS);
    assert!(address.reveal().starts_with("ws://127.0.0.1:8443/connect?"));
}

#[test]
fn nothing_secret_shows() {
    let address = presign(&SOCKET, &temporary(), "us-east-1", EXAMPLE_MILLIS);
    let arrived = Sent::opening(&address);
    let verified = arrived.verified_presigned(&temporary(), SCOPE, EXAMPLE_MILLIS).unwrap();
    let shown = format!("{:?} {address:?} {verified:?}", temporary());
    for secret in ["wJalrXUtnFEMI", "IQoJb3", "X-Amz"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn an_address_holds_for_ten_seconds() {
    let address = address();
    let opened = |at| address.verified_presigned(&temporary(), SCOPE, at);
    let verified = opened(EXAMPLE_MILLIS).unwrap();
    assert_eq!(verified.session_token, temporary().session_token);
    assert!(opened(EXAMPLE_MILLIS + 10_000).is_ok());
    assert_eq!(opened(EXAMPLE_MILLIS + 10_001), Err(Refusal::Expired { by_millis: 1 }));
    let replayed = opened(EXAMPLE_MILLIS + 3_600_000).unwrap_err();
    assert_eq!(replayed, Refusal::Expired { by_millis: 3_590_000 });
    assert!(replayed.is_about_time());
}

#[test]
fn an_address_may_come_from_a_clock_five_minutes_ahead() {
    let address = address();
    let opened = |at| address.verified_presigned(&temporary(), SCOPE, at);
    assert!(opened(EXAMPLE_MILLIS - 300_000).is_ok());
    let refused = Err(Refusal::Skewed { ahead_millis: 600_000 });
    assert_eq!(opened(EXAMPLE_MILLIS - 600_000), refused);
}

#[test]
fn a_changed_host_path_or_body_is_refused() {
    let signed = address();
    let part: [fn(&mut Sent) -> &mut String; 4] =
        [|it| &mut it.method, |it| &mut it.host, |it| &mut it.path, |it| &mut it.payload_hash];
    for part in part {
        for (at, text) in changed(part(&mut signed.clone())) {
            let mut request = signed.clone();
            *part(&mut request) = text.clone();
            assert_eq!(refusal(&request), Refusal::BadSignature, "byte {at}: {text}");
        }
    }
}

#[test]
fn a_changed_query_is_refused() {
    let signed = address();
    for (at, query) in changed(&signed.query) {
        let refused = refusal(&Sent { query: query.clone(), ..signed.clone() });
        if signed.query.as_bytes()[at] == b'&' {
            // A parameter swallowed the next one, and either may be named.
            continue;
        }
        // Where the parameter that was changed begins, and which it is.
        let begin = signed.query[..at].rfind('&').map_or(0, |mark| mark + 1);
        let name = signed.query[begin..].split('=').next().unwrap();
        let part = match name {
            "X-Amz-Algorithm" => Part::Algorithm,
            "X-Amz-Credential" => Part::Credential,
            "X-Amz-Date" => Part::Date,
            "X-Amz-Expires" => Part::Expires,
            "X-Amz-Security-Token" => Part::SecurityToken,
            "X-Amz-SignedHeaders" => Part::SignedHeaders,
            "X-Amz-Signature" => Part::Signature,
            "sessionId" | "userArn" => {
                assert_eq!(refused, Refusal::BadSignature, "byte {at}: {query}");
                continue;
            }
            _ => panic!("{name}"),
        };
        let in_name = at <= begin + name.len();
        let expected = match &refused {
            Refusal::Missing(missing) => *missing == part && in_name,
            Refusal::Malformed(malformed) => *malformed == part,
            // Of the token only the lookup knows what it should be.
            Refusal::UnknownKey => matches!(part, Part::Credential | Part::SecurityToken),
            Refusal::WrongScope(ScopePart::Date) => matches!(part, Part::Credential | Part::Date),
            Refusal::WrongScope(_) => part == Part::Credential,
            Refusal::Skewed { .. } => part == Part::Date,
            Refusal::Expired { .. } => matches!(part, Part::Date | Part::Expires),
            Refusal::HeaderUnsigned(name) => name == "host" && part == Part::SignedHeaders,
            Refusal::HeaderAbsent(_) => part == Part::SignedHeaders,
            Refusal::BadSignature => true,
        };
        assert!(expected, "byte {at} of {name}: {query}: {refused}");
    }
}

#[test]
fn what_is_missing_or_twice_is_named() {
    let signed = address();
    for (name, part) in [
        ("X-Amz-Algorithm", Part::Algorithm),
        ("X-Amz-Credential", Part::Credential),
        ("X-Amz-Date", Part::Date),
        ("X-Amz-Expires", Part::Expires),
        ("X-Amz-SignedHeaders", Part::SignedHeaders),
        ("X-Amz-Signature", Part::Signature),
    ] {
        let pairs: Vec<_> =
            signed.query.split('&').filter(|pair| !pair.starts_with(name)).collect();
        let request = Sent { query: pairs.join("&"), ..signed.clone() };
        assert_eq!(refusal(&request), Refusal::Missing(part));
        let request = Sent { query: format!("{}&{name}=1", signed.query), ..signed.clone() };
        assert_eq!(refusal(&request), Refusal::Malformed(part));
    }
    let unsigned = Sent { query: String::new(), ..signed.clone() };
    assert_eq!(refusal(&unsigned), Refusal::Missing(Part::Algorithm));
    for seconds in ["0", "604801", "-1", "+9", "ten", "99999999999999999999"] {
        let query = signed.query.replace("Expires=10", &format!("Expires={seconds}"));
        let request = Sent { query, ..signed.clone() };
        assert_eq!(refusal(&request), Refusal::Malformed(Part::Expires), "{seconds}");
    }
}
