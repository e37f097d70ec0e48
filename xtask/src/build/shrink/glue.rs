//! The text of wasm-bindgen's glue: which names it shares with the module, and the same in short.
//!
//! It is no parser of JavaScript. It knows the lines that one version of wasm-bindgen writes, for
//! `--target web`, and refuses a text with others.

mod parts;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};

use super::module::Import;

pub(super) use parts::WASM_BINDGEN;

/// The lines around the object of imports. The name of the module stands before `IMPORTS_END`.
const IMPORTS_START: &str = "    const import0 = {\n        __proto__: null,\n";
const IMPORTS_RETURN: &str = "    };\n    return {\n        __proto__: null,\n        \"";
const IMPORTS_END: &str = "\": import0,\n    };\n";

/// How an import starts that stores what it throws, and how both kinds end.
const GUARDED_START: &str = "function() { return handleError(function ";
const GUARDED_END: &str = "        }, arguments); },";
const PLAIN_START: &str = "function";
const PLAIN_END: &str = "        },";

/// The glue, without what the widget does not need.
pub(super) struct Glue {
    head: String,
    /// The name of the module as its imports spell it.
    module: String,
    /// Each import as an arrow function.
    imports: BTreeMap<String, String>,
    tail: String,
}

impl Glue {
    /// Takes the glue apart.
    pub(super) fn parse(text: &str, module: &str) -> Result<Self> {
        let text = parts::slim(text)?;
        let (head, rest) = cut(&text, IMPORTS_START)?;
        let (imports, rest) = cut(rest, IMPORTS_RETURN)?;
        let (found, tail) = cut(rest, IMPORTS_END)?;
        if found != module {
            bail!("the glue serves the imports of `{found}`, not of `{module}`");
        }
        let (head, tail) = (head.to_owned(), tail.to_owned());
        Ok(Self { head, module: found.to_owned(), imports: read_imports(imports)?, tail })
    }

    /// The glue offers this function to the loader.
    pub(super) fn require_export(&self, name: &str) -> Result<()> {
        let start = format!("export function {name}(");
        if self.lines().any(|line| line.starts_with(&start)) {
            return Ok(());
        }
        bail!("the glue has no `{start}…`, which the loader calls")
    }

    /// The exports of the module that the glue uses.
    pub(super) fn used_exports(&self) -> Result<BTreeSet<String>> {
        let mut used = BTreeSet::new();
        for line in self.lines() {
            rename_exports(line, &mut |name| {
                used.insert(name.to_owned());
                Some(name.to_owned())
            })?;
        }
        Ok(used)
    }

    /// The glue with its imports as one array in the module's order, under a short name, and with short
    /// names for the exports. An import that the module no longer wants is left out.
    pub(super) fn with_short_names(
        &self,
        module: &str,
        wanted: &[Import],
        exports: &BTreeMap<String, String>,
    ) -> Result<String> {
        let mut text = format!("{}    return {{ {module}: [\n", self.head);
        for import in wanted {
            if import.module != self.module {
                bail!("the module imports `{}` from `{}`", import.name, import.module);
            }
            let function = self
                .imports
                .get(&import.name)
                .with_context(|| format!("the glue does not hold the import `{}`", import.name))?;
            text.extend([function, ",\n"]);
        }
        text.push_str("    ] };\n");
        text.push_str(&self.tail);
        let lines = code_lines(&text)
            .map(|line| rename_exports(line, &mut |name| exports.get(name).cloned()));
        lines.collect()
    }

    fn lines(&self) -> impl Iterator<Item = &str> {
        let imports = self.imports.values().flat_map(|text| code_lines(text));
        code_lines(&self.head).chain(imports).chain(code_lines(&self.tail))
    }
}

/// The lines, with their ends, that are no comment. wasm-bindgen never ends a line with one.
fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n').filter(|line| {
        let line = line.trim_start();
        !["/*", "*", "//"].iter().any(|start| line.starts_with(start))
    })
}

fn cut<'a>(text: &'a str, mark: &str) -> Result<(&'a str, &'a str)> {
    text.split_once(mark).with_context(|| format!("the glue has no lines `{}`", mark.trim()))
}

/// The members of the object of imports.
fn read_imports(text: &str) -> Result<BTreeMap<String, String>> {
    let mut imports = BTreeMap::new();
    let mut lines = code_lines(text).map(str::trim_end);
    while let Some(first) = lines.next() {
        let Some((name, function)) = first.trim_start().split_once(": ") else {
            bail!("the glue has an import that starts with `{first}`");
        };
        let is_guarded = function.starts_with(GUARDED_START);
        let (start, end) =
            if is_guarded { (GUARDED_START, GUARDED_END) } else { (PLAIN_START, PLAIN_END) };
        let arguments = function
            .strip_prefix(start)
            .and_then(|rest| rest.strip_suffix(" {"))
            .filter(|rest| rest.starts_with('(') && rest.ends_with(')'))
            .with_context(|| format!("the glue writes `{first}` in an unknown way"))?;
        let body: Vec<_> = lines.by_ref().take_while(|line| *line != end).collect();
        // Arrow functions have neither.
        if body.iter().any(|line| mentions(line, "this") || mentions(line, "arguments")) {
            bail!("the import `{name}` is more than an arrow function can do");
        }
        let arrow = format!("{arguments} => {{\n{}\n}}", body.join("\n"));
        let arrow = if is_guarded { format!("handleError({arrow})") } else { arrow };
        imports.insert(name.to_owned(), arrow);
    }
    Ok(imports)
}

/// One line with other names after `wasm.`.
fn rename_exports(line: &str, rename: &mut dyn FnMut(&str) -> Option<String>) -> Result<String> {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("wasm") {
        // A member or a file's ending is not the object; after the three dots of a spread it is.
        let is_member = before.ends_with('.') && !before.ends_with("...");
        let is_object = !is_member && !before.ends_with(is_name) && !after.starts_with(is_name);
        text.extend([before, "wasm"]);
        rest = after;
        if is_object && after.starts_with('[') {
            bail!("the glue looks an export up by a computed name: {}", line.trim());
        }
        if let Some(member) = after.strip_prefix('.').filter(|_| is_object) {
            let end = member.find(|letter| !is_name(letter)).unwrap_or(member.len());
            let (name, after) = member.split_at(end);
            let short = rename(name)
                .with_context(|| format!("the glue uses `wasm.{name}`, which has no short name"))?;
            text.extend([".", &short]);
            rest = after;
        }
    }
    text.push_str(rest);
    Ok(text)
}

fn mentions(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + name.len()..).unwrap_or_default();
        !before.ends_with(is_name) && !after.starts_with(is_name)
    })
}

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '$'
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The glue of a page with two imports, as wasm-bindgen writes it.
    pub(in super::super) const GLUE: &str = include_str!("glue/sample.js");

    /// The exports that a glue calls.
    pub(in super::super) fn called(text: &str) -> Vec<String> {
        let after = text.split("wasm.").skip(1);
        after.map(|rest| rest.chars().take_while(|c| is_name(*c)).collect()).collect()
    }

    fn parse_error(text: &str) -> String {
        match Glue::parse(text, "./x_bg.js") {
            Ok(_) => panic!("such a glue must not pass"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn what_the_widget_does_not_need_is_gone() {
        let glue = Glue::parse(GLUE, "./x_bg.js").unwrap();
        let used = glue.used_exports().unwrap();
        let expected =
            ["__wbindgen_exn_store", "__wbindgen_malloc", "__wbindgen_start", "attach", "memory"];
        assert_eq!(used.iter().map(String::as_str).collect::<Vec<_>>(), expected);
        let names = used.into_iter().map(|name| (name.clone(), name)).collect();
        let text = glue.with_short_names("a", &[], &names).unwrap();
        for word in ["initSync", "IntoUnderlying", "console.warn", "typeof Final", "Date.now"] {
            assert!(!text.contains(word), "{word} is still there");
        }
        assert!(text.contains("export { __wbg_init as default };"));
        assert!(glue.require_export("attach").is_ok() && glue.require_export("detach").is_err());
    }

    #[test]
    fn an_import_that_may_throw_keeps_its_guard() {
        let glue = Glue::parse(GLUE, "./x_bg.js").unwrap();
        assert!(glue.imports["__wbg_item_11"].starts_with("handleError((arg0, arg1) => {\n"));
        assert!(glue.imports["__wbg_now_22"].starts_with("() => {\n"));
    }

    #[test]
    fn a_glue_that_is_written_differently_is_refused() {
        let with = |old: &str, new: &str| parse_error(&GLUE.replace(old, new));
        assert!(with("__proto__: null,\n        __wbg", "__wbg").contains("import0"));
        assert!(with("./x_bg.js", "./y_bg.js").contains("./y_bg.js"));
        assert!(with("item_11: function()", "item_11: async function()").contains("unknown way"));
        assert!(with("Date.now()", "this.now()").contains("arrow function"));
        assert!(with("function handleError(", "function guard(").contains("handleError"));
        assert!(with("__wbg_init_once(m", "__wbg_init_twice(m").contains("__wbg_init_once"));
        assert!(with("export { initSync,", "export {").contains("initSync"));
        let second = "\nclass B extends IntoUnderlyingSink {}\n";
        assert!(parse_error(&format!("{GLUE}{second}")).contains("IntoUnderlyingSink"));
    }

    #[test]
    fn only_exports_of_the_module_are_renamed() {
        let mut rename = |name: &str| (name == "attach").then(|| "b".to_owned());
        let line = "f(-wasm.attach(y), wasm, my_wasm.attach, 'x.wasm', 'application/wasm', ...wasm.attach)";
        let expected =
            "f(-wasm.b(y), wasm, my_wasm.attach, 'x.wasm', 'application/wasm', ...wasm.b)";
        assert_eq!(rename_exports(line, &mut rename).unwrap(), expected);
        assert!(rename_exports("wasm.detach()", &mut rename).is_err());
        assert!(rename_exports("wasm[name]()", &mut rename).is_err());
    }
}
