//! The WebAssembly binary that the loader imports.

fn main() {
    chirrup::embed::start();
}
