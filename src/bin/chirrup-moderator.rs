//! The WebAssembly binary for moderators of live events: what everybody there has, and their tools.

use chirrup::embed::Service;

fn main() {
    chirrup::ui::moderate::install();
    chirrup::embed::start(Service::EVENT);
}
