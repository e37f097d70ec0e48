//! Dependencies point one way: embed → ui → state → driver → core → wire. And nothing that everybody downloads
//! names moderators' tools: the linker drops what nobody names.
//!
//! This looks at paths inside the crates; what one crate may depend on is in `manifests`.

use super::source::{code_only, root_paths};
use super::{File, Finding};

/// A layer of the widget and the layers it must not name.
const WIDGET: [(&str, &[&str]); 5] = [
    ("ui", &["driver", "embed"]),
    ("state", &["ui", "embed"]),
    ("driver", &["state", "ui", "embed"]),
    ("i18n", &["driver", "state", "ui", "embed"]),
    ("embed", &[]),
];

/// Parts of the standard library that core must not use: it is told the time and does no IO.
const NOT_IN_CORE: [&str; 7] = [
    "std::time::Instant",
    "std::time::SystemTime",
    "std::thread",
    "std::net",
    "std::fs",
    "std::env",
    "std::process",
];

pub(super) fn check(file: &File<'_>) -> Vec<Finding> {
    if !file.is_rust() {
        return Vec::new();
    }
    let code = code_only(file.text);
    if let Some(inside) = file.path.strip_prefix("src/") {
        let module = module_path(inside);
        return widget(file, &module, &code)
            .into_iter()
            .chain(tools(file, &module, &code))
            .collect();
    }
    if file.path.starts_with("crates/core/src/") || file.path.starts_with("crates/wire/src/") {
        return core(file, &code);
    }
    Vec::new()
}

fn widget(file: &File<'_>, module: &[String], code: &str) -> Vec<Finding> {
    let layer = module.first().map(String::as_str);
    let Some((layer, banned)) = WIDGET.into_iter().find(|(name, _)| Some(*name) == layer) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (line, path) in root_paths(code) {
        let target = resolve(module, &path);
        if let Some(target) = banned.iter().find(|banned| Some(**banned) == target.as_deref()) {
            findings.push(file.find(line, format!("{layer} must not name {target}")));
        }
    }
    findings
}

/// `ui::moderate` is named by itself and by the binary with tools.
fn tools(file: &File<'_>, module: &[String], code: &str) -> Vec<Finding> {
    let module: Vec<_> = module.iter().map(String::as_str).collect();
    let may = matches!(module.as_slice(), ["ui", "moderate", ..] | ["bin", "chirrup-moderator"]);
    let is_ui = module.first() == Some(&"ui");
    let names_them =
        |line: &str| line.contains("ui::moderate") || (is_ui && line.contains("super::moderate"));
    let lines = code.lines().enumerate().filter(|(_, line)| !may && names_them(line));
    let finding = |(index, _)| {
        file.find(index + 1, "only chirrup-moderator may name ui::moderate; see src/ui/tools.rs")
    };
    lines.map(finding).collect()
}

fn core(file: &File<'_>, code: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in code.lines().enumerate() {
        for banned in NOT_IN_CORE.iter().filter(|banned| line.contains(**banned)) {
            findings
                .push(file.find(index + 1, format!("{banned} does not belong in core or wire")));
        }
    }
    findings
}

/// `ui/timeline/row.rs` → `["ui", "timeline", "row"]`.
fn module_path(inside: &str) -> Vec<String> {
    let path = inside.strip_suffix(".rs").unwrap_or(inside);
    path.split('/').filter(|name| !matches!(*name, "lib" | "main")).map(str::to_owned).collect()
}

/// The top-level module that a path leads to from within a module. `super` is followed from the
/// file's own module; inside a nested `mod tests` it leads one level less far, never further.
fn resolve(module: &[String], path: &[String]) -> Option<String> {
    let ups = path.iter().filter(|word| *word == "super").count();
    let target = path.last()?;
    match ups {
        0 => Some(target.clone()),
        ups if ups >= module.len() => Some(target.clone()),
        _ => module.first().cloned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> Vec<String> {
        check(&File { path, text }).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn the_user_interface_never_names_the_driver() {
        let text = "use crate::{driver::Driver, state::Chat};";
        assert_eq!(findings("src/ui/panel.rs", text), ["ui must not name driver"]);
        assert_eq!(findings("src/ui.rs", "super::driver::go()"), ["ui must not name driver"]);
        assert_eq!(findings("src/embed.rs", text), Vec::<String>::new());
    }

    #[test]
    fn state_names_no_user_interface_and_the_driver_no_state() {
        assert_eq!(findings("src/state.rs", "crate::ui::Panel"), ["state must not name ui"]);
        let driver = findings("src/driver/http.rs", "use super::super::state::Chat;");
        assert_eq!(driver, ["driver must not name state"]);
        assert_eq!(findings("src/driver/http.rs", "use super::state;"), Vec::<String>::new());
        assert_eq!(findings("src/state.rs", "use crate::driver::Driver;"), Vec::<String>::new());
    }

    #[test]
    fn only_the_module_for_moderators_names_their_tools() {
        let only = ["only chirrup-moderator may name ui::moderate; see src/ui/tools.rs"];
        assert_eq!(findings("src/main.rs", "chirrup::ui::moderate::install();"), only);
        assert_eq!(findings("src/ui/timeline.rs", "use super::moderate::bar::Bar;"), only);
        let none = Vec::<String>::new();
        assert_eq!(findings("src/ui.rs", "pub mod moderate;"), none);
        assert_eq!(findings("src/ui/moderate/row.rs", "use crate::ui::moderate::Target;"), none);
        assert_eq!(findings("src/state/works.rs", "use super::moderate::Undoing;"), none);
        assert_eq!(
            findings("src/bin/chirrup-moderator.rs", "chirrup::ui::moderate::install();"),
            none
        );
    }

    #[test]
    fn a_comment_may_name_anything() {
        assert_eq!(findings("src/ui.rs", "// unlike crate::driver\n"), Vec::<String>::new());
    }

    #[test]
    fn core_has_no_clock() {
        let found = findings("crates/core/src/session.rs", "let t = std::time::Instant::now();");
        assert_eq!(found, ["std::time::Instant does not belong in core or wire"]);
    }
}
