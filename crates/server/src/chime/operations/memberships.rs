//! Who is in a channel: coming in, going, being listed, and what a member says about notifications.

mod batch;
mod create;
mod delete;
mod describe;
mod join;
mod list;
mod of_user;
mod preferences;

pub(super) use batch::batch_create_memberships;
pub(super) use create::create_membership;
pub(super) use delete::{delete_membership, remove, remove_from_parts};
pub(super) use describe::{describe_membership, describe_membership_of_user};
pub(super) use join::{Newcomer, admit};
pub(super) use list::list_memberships;
pub(super) use of_user::{list_memberships_of_user, subject};
pub(super) use preferences::{get_preferences, put_preferences};
