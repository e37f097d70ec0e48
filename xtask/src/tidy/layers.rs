//! Dependencies point one way: embed → ui → state → driver → core → wire. And what only some modules are to have
//! is named in one place: the linker drops what nobody names.
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
            .chain(parts(file, &module, &code))
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

/// What not every module has: how it is named, who may name it besides itself, and where that is explained.
const PARTS: [(&[&str], &str, &str); 4] = [
    (&["ui", "moderate"], "bin/chirrup-moderator", "src/ui/tools.rs"),
    (&["ui", "gate"], SERVICE, "src/embed/service.rs"),
    (&["ui", "prechat"], SERVICE, "src/embed/service.rs"),
    (&["Backend"], SERVICE, "src/embed/service.rs"),
];

const SERVICE: &str = "embed/service";

fn parts(file: &File<'_>, module: &[String], code: &str) -> Vec<Finding> {
    let is_ui = module.first().is_some_and(|layer| layer == "ui");
    let mut findings = Vec::new();
    for (part, who, explained) in PARTS {
        if module.iter().map(String::as_str).take(part.len()).eq(part.iter().copied())
            || module.join("/") == who
        {
            continue;
        }
        let path = [&part.join("::"), "::"].concat();
        let sibling = ["super::", part.last().copied().unwrap_or_default(), "::"].concat();
        for (index, line) in code.lines().enumerate() {
            let names_it = line.contains(&path) || (is_ui && line.contains(&sibling));
            if names_it {
                let what = format!("only {who} may name {}; see {explained}", part.join("::"));
                findings.push(file.find(index + 1, what));
            }
        }
    }
    findings
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
    fn what_only_some_modules_have_is_named_in_one_place() {
        let tools = ["only bin/chirrup-moderator may name ui::moderate; see src/ui/tools.rs"];
        let door = ["only embed/service may name ui::gate; see src/embed/service.rs"];
        let protocol = ["only embed/service may name Backend; see src/embed/service.rs"];
        let install = "chirrup::ui::moderate::install();";
        assert_eq!(findings("src/main.rs", install), tools);
        assert_eq!(findings("src/ui/timeline.rs", "use super::moderate::bar::Bar;"), tools);
        assert_eq!(findings("src/ui/panel.rs", "use super::gate::Gate;"), door);
        assert_eq!(findings("src/embed.rs", "Backend::event(config)"), protocol);
        let none = Vec::<String>::new();
        assert_eq!(findings("src/ui.rs", "pub mod moderate;"), none);
        assert_eq!(findings("src/ui/moderate/row.rs", "use crate::ui::moderate::Target;"), none);
        assert_eq!(findings("src/state/works.rs", "use super::moderate::Undoing;"), none);
        assert_eq!(findings("src/bin/chirrup-moderator.rs", install), none);
        let service = "use crate::ui::gate::Gate; Backend::event(config)";
        assert_eq!(findings("src/embed/service.rs", service), none);
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
