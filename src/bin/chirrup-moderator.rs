//! The WebAssembly binary for moderators: all that the widget is, and their tools.

fn main() {
    chirrup::ui::moderate::install();
    chirrup::embed::start();
}
