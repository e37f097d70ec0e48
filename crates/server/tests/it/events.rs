//! Live events: logins, names, uploads, the provisioner, and what is kept of a room.

mod fake;
mod process;
pub(crate) mod stage;

mod archive;
mod crash;
mod elsewhere;
mod guess;
mod login;
mod names;
mod own;
mod provision;
mod review;
mod upload;
