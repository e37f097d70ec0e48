//! The config: command line and `chirrup.toml`, checked once. Nothing else reads settings.

mod chime;
mod events;
mod file;
mod first_start;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use chirrup_wire::Secret;

use crate::connections::Tls;
use crate::domain::{AgentId, Idle};
use crate::flow::Script;
use crate::throttle::ThrottleConfig;

pub use chime::ChimeConfig;
pub use events::{EventsConfig, RemoteConfig};
pub use file::{Limits, LogFormat};

/// Enough for a large company behind one address; nobody needs more, and a flood would.
const CONNECTIONS_PER_ADDRESS: usize = 8192;

/// Everything that can be set.
#[derive(Debug)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where to listen with TLS, and with which certificate.
    pub tls: Option<(SocketAddr, Tls)>,
    /// The data folder.
    pub data: PathBuf,
    /// Static files for `/`.
    pub site: Option<PathBuf>,
    /// Static files for `/desk/`.
    pub desk: Option<PathBuf>,
    /// Who may sign in at the desk.
    pub agents: Vec<AgentConfig>,
    /// The bot.
    pub flow: FlowConfig,
    /// How long the customer has to connect after the start.
    pub connect_within_seconds: u64,
    /// Whether `StartChatContact` is served to whoever does not sign it.
    pub unsigned_start: bool,
    /// What silence does.
    pub idle: Idle,
    /// The throttle table.
    pub throttle: ThrottleConfig,
    /// The other limits.
    pub limits: Limits,
    /// The address of `/connect` as browsers see it, when a proxy stands before the server.
    pub public_connect_url: Option<String>,
    /// The service of live events.
    pub chime: ChimeConfig,
    /// Live events.
    pub events: EventsConfig,
    /// How the log looks.
    pub log_format: LogFormat,
    /// The config file that was written, on a first start.
    pub written: Option<PathBuf>,
}

/// An agent who may sign in.
#[derive(Clone, Debug)]
pub struct AgentConfig {
    /// Made from the name, so that it survives restarts.
    pub id: AgentId,
    /// The name that customers see.
    pub name: String,
    /// The key to sign in with.
    pub key: Secret,
}

/// The bot of the contact flow.
#[derive(Debug)]
pub struct FlowConfig {
    /// Its name.
    pub bot_name: String,
    /// What it says first; nothing when empty.
    pub greeting: String,
    /// How long it seems to write.
    pub answer_after_millis: u32,
    /// What it knows.
    pub script: Script,
}

/// What the command line says.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where to listen with TLS; beside `listen` when absent.
    pub tls_listen: Option<SocketAddr>,
    /// Whether to listen with TLS, and with which certificate.
    pub tls: Option<Tls>,
    /// The data folder.
    pub data: PathBuf,
    /// The config file; `chirrup.toml` in the data folder when absent.
    pub config: Option<PathBuf>,
    /// Static files for `/`.
    pub site: Option<PathBuf>,
    /// Static files for `/desk/`.
    pub desk: Option<PathBuf>,
}

impl Options {
    /// The next port after that of `listen`; any port when that may be any.
    fn tls_address(&self) -> Option<SocketAddr> {
        let next = match self.listen.port() {
            0 => Some(0),
            port => port.checked_add(1),
        };
        self.tls_listen.or_else(|| next.map(|port| SocketAddr::new(self.listen.ip(), port)))
    }
}

/// What is wrong with the config, in words that say what to change.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file or folder cannot be used.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// The file is not the TOML we want.
    #[error("{path}: {message}")]
    Content {
        /// Which.
        path: String,
        /// What to change.
        message: String,
    },
}

impl Config {
    /// Reads the config, writing it first on a first start.
    pub fn load(options: Options) -> Result<Self, ConfigError> {
        first_start::create_private_folder(&options.data)?;
        let path = options.config.clone().unwrap_or_else(|| options.data.join("chirrup.toml"));
        let is_first = first_start::write_templates(&path)?;
        let text = std::fs::read_to_string(&path).map_err(|error| file_error(&path, error))?;
        let mut parsed =
            file::File::parse(&text).map_err(|message| content_error(&path, message))?;
        parsed.check().map_err(|message| content_error(&path, message))?;
        if let Some(chime) = &mut parsed.events.chime {
            chime.take_keys_of_environment();
        }
        let script_path = path.parent().unwrap_or(Path::new("")).join(&parsed.flow.script);
        let script = std::fs::read_to_string(&script_path)
            .map_err(|error| file_error(&script_path, error))?;
        let script = Script::parse(&script, &parsed.flow.handover)
            .map_err(|error| content_error(&script_path, error.to_string()))?;
        Ok(Self {
            listen: options.listen,
            tls: options.tls_address().zip(options.tls),
            data: options.data,
            site: options.site,
            desk: options.desk,
            agents: parsed.agents(),
            flow: FlowConfig {
                bot_name: parsed.flow.bot_name,
                greeting: parsed.flow.greeting,
                answer_after_millis: parsed.flow.answer_after_millis,
                script,
            },
            connect_within_seconds: parsed.chat.connect_within_seconds,
            unsigned_start: parsed.chat.unsigned_start,
            idle: parsed.chat.idle,
            throttle: parsed.throttle,
            limits: parsed.limits,
            public_connect_url: parsed.public.connect_url,
            chime: parsed.chime,
            events: parsed.events,
            log_format: parsed.log.format,
            written: is_first.then_some(path),
        })
    }

    /// How many connections one address may hold. Behind a proxy all clients have the proxy's address.
    pub fn connections_per_address(&self) -> usize {
        let usual =
            if self.public_connect_url.is_some() { usize::MAX } else { CONNECTIONS_PER_ADDRESS };
        self.limits.connections_per_address.unwrap_or(usual)
    }

    /// An agent by id.
    pub fn agent(&self, id: &AgentId) -> Option<&AgentConfig> {
        self.agents.iter().find(|agent| agent.id == *id)
    }
}

fn file_error(path: &Path, error: std::io::Error) -> ConfigError {
    ConfigError::File { path: path.display().to_string(), error }
}

fn content_error(path: &Path, message: String) -> ConfigError {
    ConfigError::Content { path: path.display().to_string(), message }
}
