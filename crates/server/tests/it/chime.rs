//! The operations of messaging and identity, called as the front calls them, on a real store.

mod bans;
mod channels;
mod elastic;
mod expiry;
mod flows;
mod identity;
mod large;
mod memberships;
mod messages;
mod moderators;
mod pages;
mod prefetch;
mod private;
mod quotas;
mod world;
