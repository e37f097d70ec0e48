//! The front of the Chime-compatible service: keys, signatures, the socket, and what is refused.

mod keys;
