//! The agents' desk.

fn main() {}
