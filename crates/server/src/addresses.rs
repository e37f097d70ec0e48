//! `addresses.json` in the data folder: where a running server answers, and the keys of its owner. Only the
//! owner of the folder can read it.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use chirrup_wire::Secret;
use serde::Serialize;

use crate::chime::bootstrap::Identity;
use crate::events::Demo;

/// Where everything is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Addresses {
    /// The demo site.
    pub site: String,
    /// The agents' desk.
    pub desk: String,
    /// What an official client of Amazon Connect is given as its endpoint.
    pub connect: String,
    /// What an official client of Amazon Chime is given as its endpoint, when it can do without TLS.
    pub chime: String,
    /// The same with TLS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chime_tls: Option<String>,
    /// The page of the demo event, when there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// The same, signing its moderator in. The code stands behind the `#`, which browsers send to nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moderator: Option<Secret>,
    /// The health check.
    pub health: String,
    /// Who may call the Chime service for anybody.
    pub admin: Admin,
}

/// The owner of the Chime service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Admin {
    /// What signatures name.
    pub region: String,
    /// The app instance.
    pub app_instance_arn: String,
    /// Its admin.
    pub admin_arn: String,
    /// Names the keys.
    pub access_key_id: String,
    /// Signs.
    pub secret_access_key: Secret,
}

impl Addresses {
    /// The addresses of a server that listens there.
    pub fn of(
        listen: SocketAddr,
        tls: Option<SocketAddr>,
        identity: &Identity,
        demo: Option<&Demo>,
    ) -> Self {
        let root = format!("http://{}", reachable(listen));
        let event = demo.map(|_| format!("{root}/event/"));
        let link =
            |(page, demo): (&String, &Demo)| format!("{page}#ticket={}", demo.moderator.reveal());
        Self {
            site: format!("{root}/"),
            desk: format!("{root}/desk/"),
            connect: format!("{root}/connect"),
            chime: format!("{root}/chime"),
            chime_tls: tls.map(|tls| format!("https://{}/chime", reachable(tls))),
            moderator: event.as_ref().zip(demo).map(link).map(Secret::from),
            event,
            health: format!("{root}/healthz"),
            admin: Admin {
                region: identity.region.clone(),
                app_instance_arn: identity.app_instance_arn.to_string(),
                admin_arn: identity.admin_arn.to_string(),
                access_key_id: identity.owner.access_key_id.clone(),
                secret_access_key: identity.owner.secret_access_key.clone(),
            },
        }
    }
}

/// An address for clients on this machine.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = listen.ip();
    let host = if ip.is_unspecified() { Ipv4Addr::LOCALHOST.into() } else { ip };
    SocketAddr::new(host, listen.port())
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
        // A file that was left behind would keep the rights that it was made with.
        match std::fs::remove_file(&beside) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&beside)?.write_all(format!("{text}\n").as_bytes())?;
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
    use super::reachable;

    #[test]
    fn a_server_for_every_interface_is_reached_at_home() {
        let address = reachable("0.0.0.0:8787".parse().expect("an address"));
        assert_eq!(address.to_string(), "127.0.0.1:8787");
    }
}
