//! What happens to the page, brought to the session. Not here: how it is heard; that is `watch`.

use chirrup_core::{Millis, Session};

use super::{News, Report};

/// Tells the session, and answers what the sink hears of it besides.
pub(super) fn handle(session: &mut Session, news: News, now: Millis) -> Option<Report> {
    match news {
        News::Visibility(visibility) => {
            session.handle_visibility(visibility, now);
            Some(Report::Visibility(visibility))
        }
        News::Network(network) => {
            session.handle_network(network, now);
            Some(Report::Network(network))
        }
        News::Stored { key, value } => {
            session.handle_stored(&key, value, now);
            None
        }
        News::PageHidden => {
            session.suspend(now);
            None
        }
        News::PageRestored => {
            session.resume(now);
            None
        }
    }
}
