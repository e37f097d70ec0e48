//! How a messaging socket ends, and what to do about it (protocol sheet §5.4).
//!
//! The table is that of `amazon-chime-sdk-js`, so that a server which closes by it treats its client and ours
//! alike. The meanings of [`REPLACED`] and [`REMOVED`] are those that `chirrup-server` gives two codes on
//! which no client comes back.

/// Done, by either side.
pub const NORMAL: u16 = 1000;
/// The server goes away; another takes over.
pub const GOING_AWAY: u16 = 1001;
/// No close frame came.
pub const ABNORMAL: u16 = 1006;
/// What the client did is not allowed.
pub const POLICY: u16 = 1008;
/// The server restarts.
pub const RESTART: u16 = 1012;
/// The server has too much to do.
pub const TRY_LATER: u16 = 1013;
/// The client reads too slowly.
pub const TOO_SLOW: u16 = 4001;
/// The same person came in elsewhere and took over.
pub const REPLACED: u16 = 4002;
/// The person was taken out of the app instance.
pub const REMOVED: u16 = 4003;
/// The signature or the credentials are not accepted.
pub const UNAUTHORIZED: u16 = 4401;

/// What a close means for who was listening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Close {
    /// Connect again.
    Reconnect,
    /// Credentials or clock are wrong: with the same ones it will not work again.
    Unauthorized,
    /// Somewhere else the same person took over.
    Replaced,
    /// The person was taken out.
    Removed,
    /// The server does not want this client back.
    Stopped,
}

impl Close {
    /// What a close code means.
    pub fn of(code: u16) -> Self {
        match code {
            UNAUTHORIZED => Self::Unauthorized,
            REPLACED => Self::Replaced,
            REMOVED => Self::Removed,
            GOING_AWAY | ABNORMAL | 1011..=1014 | 4001.. => Self::Reconnect,
            _ => Self::Stopped,
        }
    }

    /// A word for texts and logs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Reconnect => "reconnect",
            Self::Unauthorized => "unauthorized",
            Self::Replaced => "replaced",
            Self::Removed => "removed",
            Self::Stopped => "stopped",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Close;

    /// The codes that the notes on the protocol name one by one.
    #[test]
    fn codes_mean_what_the_javascript_client_takes_them_for() {
        for code in [1001, 1006, 1011, 1012, 1013, 1014, 4001, 4004, 4400, 4402, 4999] {
            assert_eq!(Close::of(code), Close::Reconnect, "{code}");
        }
        for code in [1000, 1002, 1005, 1007, 1008, 1010, 1015, 3000, 4000, 4002, 4003, 4401] {
            assert_ne!(Close::of(code), Close::Reconnect, "{code}");
        }
    }
}
