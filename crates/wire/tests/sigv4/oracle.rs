//! Another implementation's opinion: the `aws-sigv4` crate and ours make the same signatures of some
//! thousands of random requests, and our verifier believes all of its.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials as AwsCredentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, SignableBody, SignableRequest, SignatureLocation, SigningInstructions,
    SigningSettings, sign,
};
use aws_sigv4::sign::v4::SigningParams;
use chirrup_wire::Secret;
use chirrup_wire::sigv4::{
    Credentials, Prefetch, SOCKET_SECONDS, Scheme, Scope, Socket, encode, payload_hash, presign,
};

use crate::random::Random;
use crate::sent::Sent;

const REQUESTS: usize = 2000;

struct Signer {
    credentials: Credentials,
    region: &'static str,
    now_millis: u64,
}

impl Signer {
    fn random(random: &mut Random) -> Self {
        let token = (random.below(2) == 0).then(|| Secret::new(random.token()));
        Self {
            credentials: Credentials {
                access_key_id: random.word(),
                secret_access_key: Secret::new(random.word() + "/+" + &random.text(30)),
                session_token: token,
            },
            region: random.pick(&["us-east-1", "eu-central-1", "elsewhere"]),
            // Until the year 2200.
            now_millis: random.below(7_258_118_400_000),
        }
    }

    fn scope(&self) -> Scope<'static> {
        Scope::chime(self.region)
    }

    /// What the other implementation adds to a request.
    fn other(&self, request: &Sent, settings: SigningSettings) -> SigningInstructions {
        let identity = AwsCredentials::new(
            &self.credentials.access_key_id,
            self.credentials.secret_access_key.reveal(),
            self.credentials.session_token.as_ref().map(|token| token.reveal().to_owned()),
            None,
            "test",
        )
        .into();
        let params = SigningParams::builder()
            .identity(&identity)
            .region(self.region)
            .name("chime")
            .time(SystemTime::UNIX_EPOCH + Duration::from_millis(self.now_millis))
            .settings(settings)
            .build()
            .unwrap()
            .into();
        let headers = request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let body = SignableBody::Precomputed(request.payload_hash.clone());
        let address = format!("https://{}{}?{}", request.host, request.path, request.query);
        let request = SignableRequest::new(&request.method, address, headers, body).unwrap();
        sign(request, &params).unwrap().into_parts().0
    }
}

fn request(random: &mut Random) -> Sent {
    Sent {
        method: random.pick(&["GET", "POST", "PUT", "DELETE"]).into(),
        host: random.pick(&["messaging-chime.us-east-1.amazonaws.com", "127.0.0.1:8443"]).into(),
        path: random.path(),
        query: random.query(),
        headers: random.headers(),
        payload_hash: payload_hash(random.text(40).as_bytes()),
    }
}

fn in_query() -> SigningSettings {
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(Duration::from_secs(SOCKET_SECONDS));
    settings
}

#[test]
fn headers_are_signed_alike() {
    let mut random = Random::seeded(1);
    for round in 0..REQUESTS {
        let signer = Signer::random(&mut random);
        let request = request(&mut random);
        let ours = request.clone().signed(&signer.credentials, signer.scope(), signer.now_millis);
        let mut settings = SigningSettings::default();
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        let instructions = signer.other(&request, settings);
        for (name, value) in instructions.headers() {
            assert_eq!(ours.header(name), value, "{name} of round {round}: {}", request.path);
        }
        assert_eq!(ours.headers.len(), request.headers.len() + instructions.headers().count());
    }
}

#[test]
fn its_headers_are_believed() {
    let mut random = Random::seeded(2);
    for round in 0..REQUESTS {
        let signer = Signer::random(&mut random);
        let mut request = request(&mut random);
        // Neither is signed: the hash of the body because nobody asked, the other because proxies change it.
        request = request.with("User-Agent", "any");
        let added = signer.other(&request, SigningSettings::default());
        let mut arrived = request;
        for (name, value) in added.headers() {
            arrived = arrived.with(name, value);
        }
        let verified = arrived.verified(&signer.credentials, signer.scope(), signer.now_millis);
        let verified = verified.unwrap_or_else(|it| panic!("{it} in round {round}"));
        assert_eq!(verified.access_key_id, signer.credentials.access_key_id);
        assert_eq!(verified.session_token, signer.credentials.session_token);
        assert_eq!(verified.signed_at_millis, signer.now_millis / 1000 * 1000);
    }
}

#[test]
fn its_addresses_are_believed() {
    let mut random = Random::seeded(3);
    for round in 0..REQUESTS {
        let signer = Signer::random(&mut random);
        let mut arrived = request(&mut random);
        let added = signer.other(&arrived, in_query());
        let mut pairs: Vec<_> = arrived.query.split('&').map(str::to_owned).collect();
        pairs.retain(|pair| !pair.is_empty());
        for (name, value) in added.params() {
            pairs.push(format!("{name}={}", encode(value)));
        }
        arrived.query = pairs.join("&");
        let verified =
            arrived.verified_presigned(&signer.credentials, signer.scope(), signer.now_millis);
        assert!(verified.is_ok(), "{verified:?} in round {round}");
    }
}

#[test]
fn sockets_are_signed_alike() {
    let mut random = Random::seeded(4);
    for round in 0..REQUESTS {
        let signer = Signer::random(&mut random);
        // In these marks the two encodings differ, and the other knows only one of them.
        let text = |random: &mut Random| random.text(12).replace(['!', '\'', '(', ')', '*'], "");
        let (user_arn, session_id) = ("arn:".to_owned() + &text(&mut random), random.word());
        let (user_agent, version) = (text(&mut random), text(&mut random));
        let socket = Socket {
            scheme: random.pick(&[Scheme::Tls, Scheme::Plain]),
            host: random.pick(&["node001.ue1.ws-messaging.chime.aws", "127.0.0.1:8443"]),
            user_arn: &user_arn,
            session_id: &session_id,
            prefetch: random.pick(&[
                Prefetch::Off,
                Prefetch::On,
                Prefetch::Unread,
                Prefetch::LastMessage,
            ]),
            user_agent: &user_agent,
            version: &version,
        };
        let address = presign(&socket, &signer.credentials, signer.region, signer.now_millis);
        let arrived = Sent::opening(&address);
        let is_own = |pair: &&str| !pair.starts_with("X-Amz-");
        let own: Vec<_> = arrived.query.split('&').filter(is_own).collect();
        let unsigned = Sent { query: own.join("&"), ..arrived.clone() };
        let added = signer.other(&unsigned, in_query());
        for (name, value) in added.params() {
            let pair = format!("{name}={}", encode(value));
            assert!(arrived.query.split('&').any(|other| other == pair), "{pair} in round {round}");
        }
        let verified =
            arrived.verified_presigned(&signer.credentials, signer.scope(), signer.now_millis);
        assert!(verified.is_ok(), "{verified:?} in round {round}");
    }
}
