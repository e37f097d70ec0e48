//! Channel flows: somebody looks at messages before they are sent (protocol sheet §3.6).
//!
//! A message waits in the store, so it survives a restart; the processor is called in the background, so it
//! delays nobody.

mod associate;
mod callback;
mod calls;
mod hold;
mod manage;
mod outcome;

pub(super) use associate::{associate_flow, disassociate_flow};
pub(super) use callback::flow_callback;
pub(super) use calls::run as run_calls;
pub(super) use hold::{hold, hold_edit};
pub(super) use manage::{create_flow, delete_flow, describe_flow, list_flows, update_flow};
pub(super) use outcome::give_up;
