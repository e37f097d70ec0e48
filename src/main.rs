//! The WebAssembly binary for support chats.

use chirrup::embed::Service;

fn main() {
    chirrup::embed::start(Service::SUPPORT);
}
