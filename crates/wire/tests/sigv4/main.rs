//! Signatures of AWS requests, seen from outside: AWS's own examples, another implementation's opinion, and
//! what becomes of a request that was changed on its way.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that goes wrong should stop at once"
)]

mod documented;
mod oracle;
mod random;
mod sent;
mod socket;
mod tamper;
mod vectors;
