//! `addresses.json` in the data folder: where a running server answers.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use serde::Serialize;

/// Where everything is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Addresses {
    /// The demo site.
    pub site: String,
    /// The agents' desk.
    pub desk: String,
    /// What an official client is given as its endpoint.
    pub connect: String,
    /// The health check.
    pub health: String,
}

impl Addresses {
    /// The addresses of a server that listens there.
    pub fn of(listen: SocketAddr) -> Self {
        let ip = listen.ip();
        let host = if ip.is_unspecified() { Ipv4Addr::LOCALHOST.into() } else { ip };
        let root = format!("http://{}", SocketAddr::new(host, listen.port()));
        Self {
            site: format!("{root}/"),
            desk: format!("{root}/desk/"),
            connect: format!("{root}/connect"),
            health: format!("{root}/healthz"),
        }
    }
}

/// The file while the server runs.
pub struct AddressFile {
    path: PathBuf,
}

impl AddressFile {
    /// Writes the whole file or nothing.
    pub fn write(data: &Path, addresses: &Addresses) -> std::io::Result<Self> {
        let path = data.join("addresses.json");
        let beside = data.join("addresses.json.new");
        let text = serde_json::to_string(addresses)?;
        std::fs::write(&beside, format!("{text}\n"))?;
        std::fs::rename(&beside, &path)?;
        Ok(Self { path })
    }

    /// The server answers no more.
    pub fn remove(self) {
        if let Err(error) = std::fs::remove_file(&self.path) {
            tracing::warn!(%error, "the file of addresses stays");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Addresses;

    #[test]
    fn a_server_for_every_interface_is_reached_at_home() {
        let addresses = Addresses::of("0.0.0.0:8787".parse().expect("an address"));
        assert_eq!(addresses.connect, "http://127.0.0.1:8787/connect");
    }
}
