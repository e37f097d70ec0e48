//! What the desk knows, and the rules for it. Pure: no browser, no clock, no signals.
//!
//! `wire` types come in here once and are parsed; past this module every contact has a time and a
//! standing, and the list of contacts is the only list there is.

mod attribute;
mod contact;
mod elapsed;
mod link;
mod news;
mod order;

pub use attribute::{Attribute, parse_attributes};
pub use contact::{Contact, ContactId, Preview, Speaker, Standing, merge, parse_contacts};
pub use elapsed::Elapsed;
pub use link::{Link, LinkOutput, Network, Strip};
pub use news::{News, news};
pub use order::{Section, Step, rows, step};
