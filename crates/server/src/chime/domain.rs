//! What is true of channels, members and messages whoever asks and wherever they are kept.
//!
//! - [`record`]: what there is: instances, users, channels, memberships, messages, flows.
//! - [`role`]: who may do what. [`limits`]: how much there may be. [`field`]: what a text may look like.
//! - [`draft`]: a message that keeps all limits. [`filter`]: rules of notifications. [`elastic`]: how members are
//!   spread over sub-channels.
//!
//! What is *not* here: storage, frames, answers. Invariant: nothing here does IO or asks for the time.

pub mod draft;
pub mod elastic;
pub mod field;
pub mod filter;
pub mod limits;
pub mod record;
pub mod role;
