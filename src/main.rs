//! The WebAssembly binary that the loader imports for everybody: no moderators' tools.

fn main() {
    chirrup::embed::start();
}
