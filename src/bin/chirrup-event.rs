//! The WebAssembly binary for live events.

use chirrup::embed::Service;

fn main() {
    chirrup::embed::start(Service::EVENT);
}
