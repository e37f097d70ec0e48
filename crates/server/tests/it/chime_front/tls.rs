//! TLS: a certificate of our own that stays, and the same answers on its port.

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

use crate::events::stage::{ADMIN_KEY, FAST, admin, code, device_of, fans};
use crate::support::{PATIENCE, QUICK, TestServer, write_config};

/// A client that trusts this certificate and no other.
pub(super) fn trusting(pem: &[u8]) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    let certificate = CertificateDer::from_pem_slice(pem).expect("a certificate");
    roots.add(certificate).expect("a root");
    let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

async fn get(server: &TestServer, path: &str) -> String {
    ask(server, "GET", path, "").await
}

async fn ask(server: &TestServer, method: &str, path: &str, body: &str) -> String {
    let pem = std::fs::read(server.data.path().join("tls-cert.pem")).expect("a certificate");
    let url = server.chime_tls().expect("an address");
    let address = url.trim_start_matches("https://").trim_end_matches("/chime").to_owned();
    let stream = TcpStream::connect(&address).await.expect("a connection");
    let name = ServerName::try_from("127.0.0.1").expect("a name");
    let mut stream = trusting(&pem).connect(name, stream).await.expect("a handshake");
    let head = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close");
    let ask = format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(ask.as_bytes()).await.expect("an open connection");
    let mut answer = String::new();
    // Servers may close without saying so in TLS.
    drop(stream.read_to_string(&mut answer).await);
    answer
}

#[tokio::test]
async fn the_certificate_is_private_stays_and_leads_to_the_same_answers() {
    let server = TestServer::with_tls().await;
    assert!(get(&server, "/healthz").await.starts_with("HTTP/1.1 200"));
    let refused = get(&server, "/chime/endpoints/messaging-session").await;
    assert!(refused.starts_with("HTTP/1.1 401"), "{refused}");
    let key = server.data.path().join("tls-key.pem");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&key).expect("a key").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let before = std::fs::read(&key).expect("a key");
    let server = TestServer::over_tls(server.stop().await).await;
    assert_eq!(std::fs::read(&key).expect("a key"), before);
    assert!(get(&server, "/healthz").await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn who_speaks_no_tls_disturbs_nobody() {
    let server = TestServer::with_tls().await;
    let url = server.chime_tls().expect("an address");
    let address = url.trim_start_matches("https://").trim_end_matches("/chime").to_owned();
    let mut plain = TcpStream::connect(&address).await.expect("a connection");
    plain.write_all(b"GET / HTTP/1.1\r\n\r\n").await.expect("an open connection");
    assert!(get(&server, "/healthz").await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn whoever_logs_in_over_tls_talks_to_the_service_over_tls() {
    let data = TempDir::new().expect("a folder");
    write_config(data.path(), &format!("{QUICK}\n[events]\nadmin_key = \"{ADMIN_KEY}\"\n{FAST}"));
    let server = TestServer::over_tls(data).await;
    let event = json!({"id": "night", "name": "A night out", "opensAt": "2020-01-01T00:00:00Z",
        "endsAt": "2099-01-01T00:00:00Z", "tickets": fans(1)});
    let (http, path) = (reqwest::Client::new(), "/admin/events");
    let body = event.to_string();
    admin(&http, &server.root, Method::POST, path, "application/json", body).await.ok();
    let login = json!({"ticket": code(0), "device": device_of("phone")}).to_string();
    let began = Instant::now();
    let answer = loop {
        let answer = ask(&server, "POST", "/events/night/login", &login).await;
        // The ticket is being made ready.
        if !answer.starts_with("HTTP/1.1 425") {
            break answer;
        }
        assert!(began.elapsed() < PATIENCE, "{answer}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    let tls = server.chime_tls().expect("an address");
    assert!(answer.contains(&format!("\"messagingEndpoint\":\"{tls}\"")), "{answer}");
    let told = admin(&http, &server.root, Method::POST, "/events/night/login", "", login).await;
    assert_eq!(told.ok()["messagingEndpoint"], format!("{}/chime", server.root));
}
