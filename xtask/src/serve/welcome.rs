//! What `cargo xtask serve` prints once the server answers: everything that a person who tries it needs, and no more.

use std::path::Path;

use super::Addresses;
use super::data::{Agent, Tickets};

/// Enough for a few windows beside each other.
const TICKETS_SHOWN: usize = 4;
/// Labels are this wide, and what continues a line stands under its beginning.
const LABEL: usize = 15;

/// Where everything is, and what lets a person in, a line each.
pub(super) fn welcome(
    addresses: &Addresses,
    agent: Option<&Agent>,
    tickets: Option<&Tickets>,
    data: &Path,
) -> String {
    let mut lines = Vec::new();
    let mut line = |label: &str, what: &str| lines.push(format!("  {label:LABEL$}{what}\n"));
    line("demo site", &addresses.site);
    line("agents' desk", &addresses.desk);
    if let Some(Agent { name, key }) = agent {
        line("", &format!("sign in as {name} with the key {key}"));
    }
    if let Some(event) = &addresses.event {
        line("event page", event);
        if let Some(Tickets { fans, artist }) = tickets {
            let fans: Vec<_> = fans.iter().take(TICKETS_SHOWN).map(String::as_str).collect();
            line("", &format!("tickets of fans: {}", fans.join("  ")));
            line("", &format!("the artist's:    {artist}"));
        }
    }
    if let Some(moderator) = &addresses.moderator {
        line("its moderator", moderator);
    }
    line("health", &addresses.health);
    line("chat clients", &addresses.connect);
    line("event clients", &addresses.chime);
    if let Some(chime_tls) = &addresses.chime_tls {
        line("", chime_tls);
    }
    line("data", &data.display().to_string());
    lines.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses() -> Addresses {
        let at = |path: &str| format!("http://127.0.0.1:8787{path}");
        Addresses {
            site: at("/"),
            desk: at("/desk/"),
            connect: at("/connect"),
            chime: at("/chime"),
            chime_tls: None,
            event: None,
            moderator: None,
            health: at("/healthz"),
        }
    }

    #[test]
    fn everything_that_the_readme_promises_is_named() {
        let addresses = Addresses {
            chime_tls: Some("https://127.0.0.1:8788/chime".to_owned()),
            event: Some("http://127.0.0.1:8787/event/".to_owned()),
            moderator: Some("http://127.0.0.1:8787/event/#ticket=r".to_owned()),
            ..addresses()
        };
        let ana = Agent { name: "Ana".to_owned(), key: "k1".to_owned() };
        let fans = ["f1", "f2", "f3", "f4", "f5"].map(str::to_owned).to_vec();
        let tickets = Tickets { fans, artist: "a1".to_owned() };
        assert_eq!(
            welcome(&addresses, Some(&ana), Some(&tickets), Path::new("/srv/data")),
            "  demo site      http://127.0.0.1:8787/
  agents' desk   http://127.0.0.1:8787/desk/
                 sign in as Ana with the key k1
  event page     http://127.0.0.1:8787/event/
                 tickets of fans: f1  f2  f3  f4
                 the artist's:    a1
  its moderator  http://127.0.0.1:8787/event/#ticket=r
  health         http://127.0.0.1:8787/healthz
  chat clients   http://127.0.0.1:8787/connect
  event clients  http://127.0.0.1:8787/chime
                 https://127.0.0.1:8788/chime
  data           /srv/data
"
        );
    }

    #[test]
    fn what_is_not_there_has_no_line() {
        let text = welcome(&addresses(), None, None, Path::new("/srv/data"));
        let labels: Vec<_> = text.lines().map(|line| line[..LABEL + 2].trim()).collect();
        let always =
            ["demo site", "agents' desk", "health", "chat clients", "event clients", "data"];
        assert_eq!(labels, always);
    }
}
