//! Mounts the desk into its page.

fn main() {
    leptos::mount::mount_to_body(chirrup_desk::ui::App);
}
