//! TLS with the operator's own certificate: the real binary, its files, and what it says when they are wrong.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use rcgen::{BasicConstraints, Certificate, CertificateParams, IsCa, Issuer, KeyPair};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::rustls::pki_types::ServerName;

use super::tls::trusting;
use crate::stop::Process;
use crate::support::{PATIENCE, QUICK, write_config};

const NAME: &str = "chat.example.com";

/// Whoever vouches for others.
struct Authority {
    params: CertificateParams,
    key: KeyPair,
    certificate: Certificate,
}

fn authority(by: Option<&Authority>) -> Authority {
    let mut params = CertificateParams::new([]).expect("no names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let certificate = match by {
        None => params.self_signed(&key),
        Some(by) => params.signed_by(&key, &Issuer::from_params(&by.params, &by.key)),
    };
    Authority { certificate: certificate.expect("a certificate"), params, key }
}

/// A folder with a config, and the files that an operator gets from an authority.
struct Files {
    data: TempDir,
    root: String,
    certificate: PathBuf,
    key: PathBuf,
}

impl Files {
    /// The certificate is vouched for by one whom the root vouches for.
    fn new() -> Self {
        let data = TempDir::new().expect("a folder");
        write_config(data.path(), QUICK);
        let root = authority(None);
        let between = authority(Some(&root));
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new([NAME.to_owned()]).expect("a name");
        let issuer = Issuer::from_params(&between.params, &between.key);
        let own = params.signed_by(&key, &issuer).expect("a certificate");
        let files = Self {
            root: root.certificate.pem(),
            certificate: data.path().join("chain.pem"),
            key: data.path().join("key.pem"),
            data,
        };
        let chain = own.pem() + &between.certificate.pem();
        std::fs::write(&files.certificate, chain).expect("a file");
        std::fs::write(&files.key, key.serialize_pem()).expect("a file");
        files
    }

    fn path(&self, name: &str) -> PathBuf {
        self.data.path().join(name)
    }

    /// What the server says when it does not start with these files.
    async fn refusal(&self, certificate: &Path, key: &Path) -> String {
        let tls = format!("{},{}", certificate.display(), key.display());
        let end = tokio::process::Command::new(env!("CARGO_BIN_EXE_chirrup-server"))
            .args(["--listen", "127.0.0.1:0", "--tls", &tls, "--data"])
            .arg(self.data.path())
            .env("RUST_LOG", "info")
            .env("RUST_BACKTRACE", "1")
            .kill_on_drop(true)
            .output();
        let output = tokio::time::timeout(PATIENCE, end).await.expect("in time").expect("an end");
        assert!(!output.status.success());
        assert!(
            !self.path("addresses.json").exists(),
            "nobody is led to a server that is not there"
        );
        let text = String::from_utf8(output.stderr).expect("text");
        assert_eq!(text.lines().count(), 1, "{text}");
        text.trim_end().to_owned()
    }
}

#[tokio::test]
async fn a_certificate_that_is_given_is_shown_with_those_between_it_and_its_root() {
    let files = Files::new();
    let tls = format!("{},{}", files.certificate.display(), files.key.display());
    let arguments = ["--listen", "127.0.0.1:0", "--tls", &tls];
    let process = Process::start_with(&arguments, &files.data, Stdio::null(), "info").await;
    let url = process.addresses["chimeTls"].as_str().expect("an address").to_owned();
    let address = url.trim_start_matches("https://").trim_end_matches("/chime").to_owned();
    let connect = async |name: &'static str| {
        let stream = TcpStream::connect(&address).await.expect("a connection");
        let name = ServerName::try_from(name).expect("a name");
        trusting(files.root.as_bytes()).connect(name, stream).await
    };
    let mut stream = connect(NAME).await.expect("a handshake by the root alone");
    let ask = format!("GET /healthz HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).await.expect("an open connection");
    let mut answer = String::new();
    // Servers may close without saying so in TLS.
    drop(stream.read_to_string(&mut answer).await);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(connect("elsewhere.example.com").await.is_err(), "it is for its name only");
    assert!(!files.path("tls-cert.pem").exists(), "none of our own is made beside it");
    process.stop().await;
}

#[tokio::test]
async fn a_file_that_is_not_there_or_cannot_be_read_is_named() {
    let files = Files::new();
    let none = files.path("none.pem");
    for (certificate, key) in [(&none, &files.key), (&files.certificate, &none)] {
        let said = files.refusal(certificate, key).await;
        let wanted = format!("chirrup-server: --tls: {}: No such file", none.display());
        assert!(said.starts_with(&wanted), "{said}");
    }
    let said = files.refusal(files.data.path(), &files.key).await;
    let wanted = format!("chirrup-server: --tls: {}: Is a directory", files.data.path().display());
    assert!(said.starts_with(&wanted), "{said}");
}

#[tokio::test]
async fn files_that_are_swapped_or_hold_something_else_are_named() {
    // Each error was once said as often as it has causes.
    let files = Files::new();
    let (certificate, key) = (files.certificate.display(), files.key.display());
    let said = files.refusal(&files.key, &files.certificate).await;
    assert_eq!(said, format!("chirrup-server: --tls: {key}: there is no certificate in it"));
    let said = files.refusal(&files.certificate, &files.certificate).await;
    let wanted = format!("chirrup-server: --tls: {certificate}: there is no private key in it");
    assert!(said.starts_with(&wanted), "{said}");
    let empty = files.path("empty.pem");
    std::fs::write(&empty, "").expect("a file");
    let said = files.refusal(&empty, &files.key).await;
    let wanted =
        format!("chirrup-server: --tls: {}: there is no certificate in it", empty.display());
    assert_eq!(said, wanted);
}

#[tokio::test]
async fn a_key_of_another_certificate_is_refused_and_both_files_are_named() {
    let (files, other) = (Files::new(), Files::new());
    let said = files.refusal(&files.certificate, &other.key).await;
    let (certificate, key) = (files.certificate.display(), other.key.display());
    let wanted = format!("chirrup-server: --tls: {certificate} and {key} do not belong together");
    assert_eq!(said, wanted);
}
