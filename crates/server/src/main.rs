//! The Chirrup server.

fn main() {}
