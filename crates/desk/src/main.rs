//! Mounts the desk into its page.

fn main() {
    chirrup_desk::ui::failure::watch_for_panics();
    leptos::mount::mount_to_body(chirrup_desk::ui::App);
}
