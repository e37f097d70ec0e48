//! TLS: the certificate, its own or one that it is given, and the handshake's settings.
//!
//! Official clients of Chime messaging insist on it. A certificate of our own is kept in the data folder, so
//! that those who trust it need not do so again after a restart; the log says how they do. Not here: renewing; a
//! given certificate is read once, when the server starts.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{CertificateParams, DnType, KeyPair, PublicKeyData as _};
use sha2::{Digest as _, Sha256};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Where the certificate comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tls {
    /// Made on the first start, for this machine only.
    SelfSigned,
    /// PEM files of the chain and of the key.
    Files {
        /// The certificate and those between it and its root.
        certificate: PathBuf,
        /// Its private key.
        key: PathBuf,
    },
}

impl std::str::FromStr for Tls {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "self-signed" {
            return Ok(Self::SelfSigned);
        }
        match text.split_once(',') {
            Some((certificate, key)) if !certificate.is_empty() && !key.is_empty() => {
                Ok(Self::Files { certificate: certificate.into(), key: key.into() })
            }
            _ => Err("give \"self-signed\", or CERT.pem,KEY.pem".to_owned()),
        }
    }
}

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be used.
    #[error("{path}: {error}", path = path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// A file is not the PEM we want.
    #[error("{path}: {message}", path = path.display())]
    Content {
        /// Which.
        path: PathBuf,
        /// What to change.
        message: String,
    },
    /// No certificate of our own could be made.
    #[error("no certificate could be made: {0}")]
    Make(#[from] rcgen::Error),
    /// The certificate is for another key, or neither is one that can be used.
    #[error("{certificate} and {key} {what}", certificate = certificate.display(), key = key.display())]
    Pair {
        /// The certificate.
        certificate: PathBuf,
        /// Its private key, or not.
        key: PathBuf,
        /// What is wrong with them.
        what: String,
    },
    /// There is no TLS to be had.
    #[error("TLS cannot be used: {0}")]
    Use(#[from] rustls::Error),
}

/// The names a certificate of our own is for.
const NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];
const CERTIFICATE: &str = "tls-cert.pem";
const KEY: &str = "tls-key.pem";

/// What accepts connections with a certificate. One of our own is made where the data folder has none.
pub(crate) fn acceptor(tls: &Tls, data: &Path) -> Result<TlsAcceptor, TlsError> {
    let (certificate, key) = match tls {
        Tls::SelfSigned => {
            let paths = (data.join(CERTIFICATE), data.join(KEY));
            if !(paths.0.exists() && paths.1.exists()) {
                make(&paths.0, &paths.1)?;
            }
            paths
        }
        Tls::Files { certificate, key } => (certificate.clone(), key.clone()),
    };
    let content = |path: &Path, message: String| TlsError::Content { path: path.into(), message };
    let pem = read(&certificate)?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let chain = chain.map_err(|error| content(&certificate, error.to_string()))?;
    if chain.is_empty() {
        return Err(content(&certificate, "there is no certificate in it".to_owned()));
    }
    let pem = read(&key)?;
    let private = PrivateKeyDer::from_pem_slice(&pem)
        .map_err(|error| content(&key, format!("there is no private key in it: {error}")))?;
    if *tls == Tls::SelfSigned {
        tell_how_to_trust(&certificate, &String::from_utf8_lossy(&pem))?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, private)
        .map_err(|error| {
            let what = if matches!(error, rustls::Error::InconsistentKeys(_)) {
                "do not belong together".to_owned()
            } else {
                format!("cannot be used: {error}")
            };
            TlsError::Pair { certificate, key, what }
        })?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Nobody vouches for a certificate of our own, so whoever connects has to be told to trust it.
fn tell_how_to_trust(certificate: &Path, key: &str) -> Result<(), TlsError> {
    let public = KeyPair::from_pem(key)?.subject_public_key_info();
    let certificate = std::path::absolute(certificate).unwrap_or_else(|_| certificate.into());
    tracing::info!(
        node = %format_args!("NODE_EXTRA_CA_CERTS={}", certificate.display()),
        aws = %format_args!("AWS_CA_BUNDLE={}", certificate.display()),
        chromium = %format_args!(
            "--ignore-certificate-errors-spki-list={}",
            STANDARD.encode(Sha256::digest(public))
        ),
        "the certificate is signed by nobody else: a client has to be told to trust it"
    );
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(path).map_err(|error| TlsError::File { path: path.into(), error })
}

fn make(certificate: &Path, key: &Path) -> Result<(), TlsError> {
    let mut params = CertificateParams::new(NAMES.map(str::to_owned))?;
    params.distinguished_name.push(DnType::CommonName, "chirrup-server on this machine");
    let pair = KeyPair::generate()?;
    let made = params.self_signed(&pair)?;
    write(key, &pair.serialize_pem(), 0o600)?;
    write(certificate, &made.pem(), 0o644)
}

fn write(path: &Path, text: &str, mode: u32) -> Result<(), TlsError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    let written = options.open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| TlsError::File { path: path.into(), error })
}

#[cfg(test)]
mod tests {
    use super::Tls;

    #[test]
    fn the_option_says_what_it_wants() {
        assert_eq!("self-signed".parse(), Ok(Tls::SelfSigned));
        let files = Tls::Files { certificate: "c.pem".into(), key: "k.pem".into() };
        assert_eq!("c.pem,k.pem".parse(), Ok(files));
        for wrong in ["", "yes", "c.pem", "c.pem,", ",k.pem"] {
            assert!(wrong.parse::<Tls>().is_err_and(|error| error.contains("CERT.pem,KEY.pem")));
        }
    }
}
