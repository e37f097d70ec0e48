//! Channels: making, changing, ending, finding them.

mod create;
mod delete;
mod describe;
mod expiration;
mod list;
mod search;
mod sub_channels;
mod update;

pub(super) use create::create_channel;
pub(super) use delete::{delete_channel, remove_channel};
pub(super) use describe::{describe_channel, describe_channel_moderated};
pub(super) use expiration::put_channel_expiration;
pub(super) use list::{list_channels, list_channels_moderated, list_channels_with_flow};
pub(super) use search::search_channels;
pub(super) use sub_channels::list_sub_channels;
pub(super) use update::update_channel;

const NAME_MAX: usize = 256;
