//! AWS's Signature Version 4 test suite, each request with its signature in the headers and in the query.
//! Not here: the cases without normalised paths, which are the rules of S3, and those with a token that is
//! not signed.

use chirrup_wire::Secret;
use chirrup_wire::sigv4::{Credentials, Scope, payload_hash};

use crate::sent::{EXAMPLE_MILLIS, Sent, example_credentials};

const SUITE: Scope<'_> = Scope { region: "us-east-1", service: "service" };
const SUITE_HOST: &str = "example.amazonaws.com";

/// Name, path, query, signature in the headers, signature in the query.
type Get = (&'static str, &'static str, &'static str, &'static str, &'static str);

const VANILLA: (&str, &str) = (
    "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d",
);

const UNRESERVED: &str = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const GETS: [Get; 14] = [
    ("get-vanilla", "/", "", VANILLA.0, VANILLA.1),
    ("get-vanilla-query", "/", "", VANILLA.0, VANILLA.1),
    ("get-relative", "/example/..", "", VANILLA.0, VANILLA.1),
    ("get-relative-relative", "/example1/example2/../..", "", VANILLA.0, VANILLA.1),
    ("get-slash-dot-slash", "/./", "", VANILLA.0, VANILLA.1),
    ("get-slash", "//", "", VANILLA.0, VANILLA.1),
    (
        "get-slash-pointless-dot",
        "/./example",
        "",
        "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5",
        "35034b1a0bdd969f346975386daf8aedfd4976573b8348cf4f67eaa41c5857de",
    ),
    (
        "get-slashes",
        "//example//",
        "",
        "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84",
        "c1834e8fb0307243711f0f907f6ab7311ed300d87f13792d7ee4da89ab93e082",
    ),
    (
        "get-space",
        "/example space/",
        "",
        "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
        "7a1f416954786484c9824d93c1f26ef64acb9b1b6c9154d08c9f07d0e394abf6",
    ),
    (
        "get-utf8",
        "/ሴ",
        "",
        "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
        "10eae3f14a260bd3911cc6d008d3c576d143b05b62f09782a7a4b37f52178e44",
    ),
    (
        "get-vanilla-query-order-encoded",
        "/",
        "Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
        "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
        "c5f1848ceec943ac2ca68ee720460c23aaae30a2300586597ada94c4a65e4787",
    ),
    (
        "get-vanilla-query-order-key",
        "/",
        "Param2=value2&Param1=value1",
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        "86012e2c9ad4d77369f5d81c11f75158aae4f895a085212cc6d3f923d300bed5",
    ),
    (
        "get-vanilla-empty-query-key",
        "/",
        "Param1=value1",
        "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
        "49096700cbbaa5753443850f40df10f904fc2fdb544dc9512203cc77c471a9de",
    ),
    (
        "get-vanilla-utf8-query",
        "/",
        "%E1%88%B4=bar",
        "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
        "0bdd809b1519ac4f0c1dc3540e2cc46bd0c7f778eda408b2ebf3b913d21ff600",
    ),
];

/// Verifies a request of the suite with its signature in the headers, and then in the query.
fn check(name: &str, request: &Sent, credentials: &Credentials, signatures: (&str, &str)) {
    let names = |request: &Sent| {
        let names = request.headers.iter().map(|(name, _)| name.to_lowercase());
        let mut names: Vec<_> = names.chain(["host".to_owned()]).collect();
        names.sort();
        names.dedup();
        names
    };
    let token = credentials.session_token.as_ref().map(Secret::reveal);
    let mut in_headers = request.clone().with("X-Amz-Date", "20150830T123600Z");
    if let Some(token) = token {
        in_headers = in_headers.with("X-Amz-Security-Token", token);
    }
    let list = names(&in_headers).join(";");
    let in_headers = in_headers.with(
        "Authorization",
        &format!(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
             SignedHeaders={list}, Signature={}",
            signatures.0
        ),
    );
    let verified = in_headers.verified(credentials, SUITE, EXAMPLE_MILLIS);
    assert!(verified.is_ok(), "{name}: {verified:?}");

    let mut in_query = request.clone();
    in_query.headers.retain(|(name, _)| name != "x-amz-content-sha256");
    let list = names(&in_query).join("%3B");
    let token = token.map(|token| format!("X-Amz-Security-Token={token}"));
    let added = format!(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fservice%2Faws4_request\
         &X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders={list}&X-Amz-Expires=3600\
         &X-Amz-Signature={}",
        signatures.1
    );
    let own = (!request.query.is_empty()).then(|| request.query.clone());
    let pairs: Vec<_> = own.into_iter().chain(token).chain([added]).collect();
    in_query.query = pairs.join("&");
    let verified = in_query.verified_presigned(credentials, SUITE, EXAMPLE_MILLIS);
    assert!(verified.is_ok(), "{name} in the query: {verified:?}");
}

#[test]
fn the_suite_agrees_on_paths_and_queries() {
    for (name, path, query, in_headers, in_query) in GETS {
        let request = Sent::get(SUITE_HOST, path, query);
        check(name, &request, &example_credentials(), (in_headers, in_query));
    }
    let signatures = (
        "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
        "95968482db1b9e0fadef6efc1bd24689f77c77d9ef56919c96a28cc92e0d6005",
    );
    let request = Sent::get(SUITE_HOST, &format!("/{UNRESERVED}"), "");
    check("get-unreserved", &request, &example_credentials(), signatures);
    let signatures = (
        "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
        "8e76a88a7433637b12778d5592799b29ad21ecd6cf6325051c21d86f0acda2bf",
    );
    let request = Sent::get(SUITE_HOST, "/", &format!("{UNRESERVED}={UNRESERVED}"));
    check("get-vanilla-query-unreserved", &request, &example_credentials(), signatures);
}

#[test]
fn the_suite_agrees_on_headers() {
    let get = || Sent::get(SUITE_HOST, "/", "");
    let signatures = (
        "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
        "3349ee0b81b4b589da0ff28a395c3591e04de515651dd74f298fa992d1507a97",
    );
    let request = get()
        .with("My-Header1", "value2")
        .with("My-Header1", "value2")
        .with("My-Header1", "value1");
    check("get-header-key-duplicate", &request, &example_credentials(), signatures);
    let signatures = (
        "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01",
        "313720e71ca6202fdcfa9b20f88de01a4eb0638a83c833b1c184359a4eda864e",
    );
    let values = ["value4", "value1", "value3", "value2"];
    let request =
        values.into_iter().fold(get(), |request, value| request.with("My-Header1", value));
    check("get-header-value-order", &request, &example_credentials(), signatures);
    let signatures = (
        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
        "e7bb0fd515e125e1aec2ecc4c0c17484fb06f6846b927c35e46005dd3df3acd4",
    );
    let request = get().with("My-Header1", " value1").with("My-Header2", " \"a   b   c\"");
    check("get-header-value-trim", &request, &example_credentials(), signatures);
    let signatures = (
        "cfd34249e4b1c8d6b91ef74165d41a32e5fab3306300901bb65a51a73575eefd",
        "e6f5def831211aca02987a44b96826706278c7bc078112ae0263659c5b2f2d56",
    );
    let request = get().with("My-Header1", "value1\n  value2\n     value3");
    check("get-header-value-multiline", &request, &example_credentials(), signatures);
}

#[test]
fn the_suite_agrees_on_session_tokens() {
    let token = "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267";
    let credentials =
        Credentials { session_token: Some(Secret::new(token)), ..example_credentials() };
    let signatures = (
        "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8",
        "7ff2b50b376cb4d151970630573d6291dc128cc5c2a12ffb237f73cc53f67b6c",
    );
    let request = Sent::get(SUITE_HOST, "/", "");
    check("get-vanilla-with-session-token", &request, &credentials, signatures);
}

#[test]
fn the_suite_agrees_on_posts() {
    let post = |query: &str| Sent { method: "POST".into(), ..Sent::get(SUITE_HOST, "/", query) };
    let signatures = (
        "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        "2ce6e6d2e0cf2f9d1b55fafec88cd20574c31dc2e7631979f71ba2310083e95b",
    );
    check("post-vanilla", &post(""), &example_credentials(), signatures);
    let signatures = (
        "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
        "a9ef26247f293bffe40eeff86a0480ba8c14d31503b2e0c3399e3a16bf1a3682",
    );
    check("post-vanilla-query", &post("Param1=value1"), &example_credentials(), signatures);
    let signatures = (
        "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
        "0698bc9e4f7f9139065ba2909c0e99da257e8e2a42492a097bcd46d792391fed",
    );
    let request = post("").with("My-Header1", "VALUE1");
    check("post-header-value-case", &request, &example_credentials(), signatures);
}

#[test]
fn the_suite_agrees_on_bodies() {
    for (content_type, in_headers, in_query) in [
        (
            "application/x-www-form-urlencoded",
            "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b",
            "89a40deed0f26f9461242825a082d2222717248abc7ab41f552ad84a94ad46e9",
        ),
        (
            "application/x-www-form-urlencoded; charset=utf-8",
            "328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422",
            "0dbeb9b026c7b6675f266b8427efec9b4fa8b1f6ef1477d717aea231106eab4d",
        ),
    ] {
        let mut request = Sent::get(SUITE_HOST, "/", "")
            .with("Content-Type", content_type)
            .with("Content-Length", "13");
        request.method = "POST".into();
        request.payload_hash = payload_hash(b"Param1=value1");
        let signed = request.clone().signed(&example_credentials(), SUITE, EXAMPLE_MILLIS);
        assert!(signed.header("authorization").ends_with(in_headers), "{content_type}");
        let hash = request.payload_hash.clone();
        let request = request.with("x-amz-content-sha256", &hash);
        check(
            "post-x-www-form-urlencoded",
            &request,
            &example_credentials(),
            (in_headers, in_query),
        );
    }
}
