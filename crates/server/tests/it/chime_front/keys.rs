//! Keys: the owner's stay, those of users end.

use std::process::Stdio;

use chirrup_server::chime::arn::Kind;
use chirrup_server::chime::credentials::{self, Issued};
use chirrup_server::store::StoreError;
use chirrup_wire::sigv4::Prefetch;
use reqwest::Method;
use serde_json::Value;
use tempfile::TempDir;

use super::{Ear, Person};
use crate::stop::Process;
use crate::support::{QUICK, TestServer, write_config};

#[tokio::test]
async fn a_restart_keeps_the_instance_and_the_keys_of_its_owner() {
    let server = TestServer::start().await;
    let before = server.app().chime.identity.clone();
    assert_eq!(before.region, "us-east-1");
    assert_eq!(before.admin_arn.kind(), Kind::User);
    assert_eq!(before.admin_arn.instance_of(), before.app_instance_arn);
    let server = TestServer::over(server.stop().await, None).await;
    assert_eq!(server.app().chime.identity, before);
}

#[tokio::test]
async fn a_region_that_cannot_be_named_is_refused_with_the_setting() {
    let error = TestServer::try_with("[chime]\nregion = \"us east\"").await.expect_err("refused");
    assert!(error.contains("chime.region"), "{error}");
}

#[tokio::test]
async fn the_database_holds_neither_secret_nor_token_of_a_user() {
    let server = TestServer::start().await;
    let app = server.app();
    let user = app.chime.identity.app_instance_arn.sibling(Kind::User, "ulla").expect("a user");
    let issue = move |tx: &mut chirrup_server::store::Tx<'_>| credentials::issue(tx, &user, 3600);
    let Issued { credentials, .. } = app.store.write::<_, StoreError>(issue).await.expect("keys");
    let data = server.stop().await;
    let file = std::fs::read(data.path().join("chirrup.db")).expect("the database");
    let holds = |text: &str| file.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(holds(&credentials.access_key_id), "the id is there");
    assert!(!holds(credentials.secret_access_key.reveal()));
    assert!(!holds(credentials.session_token.expect("a token").reveal()));
}

#[tokio::test]
async fn addresses_name_the_owner_and_the_log_shows_no_key() {
    let data = TempDir::new().expect("a folder");
    write_config(data.path(), QUICK);
    let path = data.path().join("log");
    let log = std::fs::File::create(&path).expect("a file");
    let process = Process::start(&data, Stdio::from(log), "debug").await;
    let owner = Person::named_in(&process.addresses);
    owner.call(Method::GET, "endpoints/messaging-session", &Value::Null).await.ok();
    let address = owner.address(Prefetch::Off);
    let mut ear = Ear::open(&address).await;
    assert_eq!(ear.event().await, "SESSION_ESTABLISHED");
    assert_eq!(Ear::open(&address).await.closed().await.0, 1013);
    process.stop().await;
    let log = std::fs::read_to_string(&path).expect("a log");
    assert!(log.contains("GetMessagingSessionEndpoint"), "{log}");
    let (_, signature) = address.split_once("X-Amz-Signature=").expect("a signature");
    for secret in [owner.credentials.secret_access_key.reveal(), signature] {
        assert!(!log.contains(secret));
    }
}
