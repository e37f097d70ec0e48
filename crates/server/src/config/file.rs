//! `chirrup.toml` as written, before it is checked.

use chirrup_wire::Secret;
use serde::Deserialize;

use crate::config::{AgentConfig, ChimeConfig, EventsConfig};
use crate::domain::{AgentId, Idle};
use crate::throttle::ThrottleConfig;

/// The whole file. Unknown keys are mistakes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    agents: Vec<Agent>,
    #[serde(default)]
    pub(super) flow: FlowSection,
    #[serde(default)]
    pub(super) chat: ChatSection,
    #[serde(default)]
    pub(super) throttle: ThrottleConfig,
    #[serde(default)]
    pub(super) limits: Limits,
    #[serde(default)]
    pub(super) public: PublicSection,
    #[serde(default)]
    pub(super) chime: ChimeConfig,
    #[serde(default)]
    pub(super) events: EventsConfig,
    #[serde(default)]
    pub(super) log: LogSection,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Agent {
    name: String,
    key: Secret,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct FlowSection {
    pub(super) bot_name: String,
    pub(super) greeting: String,
    pub(super) script: String,
    pub(super) handover: String,
    pub(super) answer_after_millis: u32,
}

impl Default for FlowSection {
    fn default() -> Self {
        Self {
            bot_name: "Bot".to_owned(),
            greeting: String::new(),
            script: "support.md".to_owned(),
            handover: "Agent".to_owned(),
            answer_after_millis: 700,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ChatSection {
    pub(super) connect_within_seconds: u64,
    pub(super) unsigned_start: bool,
    pub(super) idle: Idle,
}

impl Default for ChatSection {
    fn default() -> Self {
        Self { connect_within_seconds: 300, unsigned_start: false, idle: Idle::default() }
    }
}

/// Limits that are not rates.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Open sockets of one participant.
    pub sockets_per_participant: usize,
    /// Chats that have not ended.
    pub active_chats: u64,
    /// Size of a request.
    pub body_bytes: usize,
    /// Size of a frame from a client.
    pub frame_bytes: usize,
    /// Frames that wait for a socket before it is dropped as too slow.
    pub socket_queue: usize,
    /// Connections that one address may hold, sockets included. When absent, as many as
    /// [`crate::config::Config::connections_per_address`] says.
    pub connections_per_address: Option<usize>,
    /// How long a client may take from connecting to the end of its first request's head.
    pub request_head_seconds: u64,
    /// How long a client may take to send a body.
    pub request_body_seconds: u64,
    /// How long a connection may wait for its next request.
    pub keep_alive_seconds: u64,
    /// Silence after which a socket is closed.
    pub socket_idle_seconds: u64,
    /// Wrong keys from one address within five minutes before it must wait.
    pub sign_in_failures: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sockets_per_participant: 5,
            active_chats: 500,
            body_bytes: 256 * 1024,
            frame_bytes: 32 * 1024,
            socket_queue: 256,
            connections_per_address: None,
            request_head_seconds: 10,
            request_body_seconds: 20,
            keep_alive_seconds: 75,
            socket_idle_seconds: 150,
            sign_in_failures: 10,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct PublicSection {
    pub(super) connect_url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct LogSection {
    pub(super) format: LogFormat,
}

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

impl Limits {
    /// With none of these nobody could talk.
    fn check(&self) -> Result<(), String> {
        let needed = [
            ("socket_queue", self.socket_queue == 0),
            ("sockets_per_participant", self.sockets_per_participant == 0),
            ("connections_per_address", self.connections_per_address == Some(0)),
            ("request_head_seconds", self.request_head_seconds == 0),
            ("request_body_seconds", self.request_body_seconds == 0),
            ("keep_alive_seconds", self.keep_alive_seconds == 0),
        ];
        match needed.into_iter().find(|(_, is_missing)| *is_missing) {
            Some((name, _)) => Err(format!("limits.{name} must be at least 1")),
            None => Ok(()),
        }
    }
}

const SHORTEST_KEY: usize = 16;

impl File {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// What TOML cannot say.
    pub(super) fn check(&self) -> Result<(), String> {
        let mut ids: Vec<String> = Vec::new();
        for agent in &self.agents {
            let id = agent_id(&agent.name);
            if id.is_empty() {
                return Err("an agent needs a name".to_owned());
            }
            if ids.contains(&id) {
                return Err(format!("two agents are called {}", agent.name));
            }
            if agent.key.reveal().len() < SHORTEST_KEY {
                return Err(format!(
                    "the key of agent {} needs at least {SHORTEST_KEY} characters",
                    agent.name
                ));
            }
            ids.push(id);
        }
        if let Some(url) = &self.public.connect_url
            && !(url.starts_with("https://") || url.starts_with("http://"))
        {
            return Err("public.connect_url must begin with https:// or http://".to_owned());
        }
        self.events.check()?;
        self.limits.check()
    }

    pub(super) fn agents(&self) -> Vec<AgentConfig> {
        let agents = self.agents.iter().map(|agent| AgentConfig {
            id: AgentId::new(agent_id(&agent.name)),
            name: agent.name.trim().to_owned(),
            key: agent.key.clone(),
        });
        agents.collect()
    }
}

/// `Ana Lovelace` → `ana-lovelace`.
fn agent_id(name: &str) -> String {
    let words = name.split_whitespace().map(str::to_lowercase);
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::File;

    fn problem(text: &str) -> String {
        File::parse(text).and_then(|file| file.check()).expect_err("a mistake")
    }

    #[test]
    fn mistakes_are_named() {
        let agent = "[[agents]]\nname = \"Ana\"\nkey = \"0123456789abcdef\"\n";
        assert!(problem("colour = 1").contains("colour"));
        assert!(problem(&agent.repeat(2)).contains("two agents are called Ana"));
        assert!(problem("[[agents]]\nname = \"Ana\"\nkey = \"short\"").contains("16 characters"));
        assert!(problem("[throttle]\nsend = { rate = 0, burst = 1 }").contains("rate"));
        let none = problem("[limits]\nkeep_alive_seconds = 0");
        assert_eq!(none, "limits.keep_alive_seconds must be at least 1");
        assert!(problem("[public]\nconnect_url = \"ftp://x\"").contains("https://"));
    }

    #[test]
    fn an_empty_file_is_a_config() {
        let file = File::parse("").expect("an empty file");
        file.check().expect("nothing wrong");
        assert_eq!(file.chat.connect_within_seconds, 300);
    }
}
