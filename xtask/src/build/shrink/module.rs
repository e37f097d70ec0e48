//! The names of a WebAssembly module: reads them, drops exports, and writes short ones.
//!
//! Only the sections of imports and exports are written anew, and custom sections left out when all
//! other tools have run; the bytes of every other section stay as they are.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};
use wasm_encoder::{EntityType, ExportKind, ExportSection, ImportSection, Module, RawSection};
use wasmparser::{ExternalKind, ImportSectionReader, Parser, Payload, TypeRef};

/// A function that the module wants from the glue.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Import {
    pub(super) module: String,
    pub(super) name: String,
}

/// The imports in their order.
pub(super) fn imports(module: &[u8]) -> Result<Vec<Import>> {
    let mut imports = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ImportSection(section) = payload.context("reading the module")? {
            imports.extend(functions(section)?.into_iter().map(|(import, _)| import));
        }
    }
    Ok(imports)
}

/// The module with no more exports than these, each of which it must have.
pub(super) fn keep_exports(module: &[u8], kept: &BTreeSet<String>) -> Result<Vec<u8>> {
    let kept = kept.iter().map(|name| (name.clone(), name.clone())).collect();
    rewrite(module, None, &kept)
}

/// The module with the place of each import as its name, with these exports under their short
/// names, and without custom sections.
pub(super) fn with_short_names(
    module: &[u8],
    import_module: &str,
    exports: &BTreeMap<String, String>,
) -> Result<Vec<u8>> {
    rewrite(module, Some(import_module), exports)
}

fn rewrite(
    module: &[u8],
    import_module: Option<&str>,
    exports: &BTreeMap<String, String>,
) -> Result<Vec<u8>> {
    let mut output = Module::new();
    let mut missing: BTreeSet<_> = exports.keys().map(String::as_str).collect();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.context("reading the module")?;
        match (&payload, import_module) {
            (Payload::ImportSection(section), Some(import_module)) => {
                output.section(&numbered(section.clone(), import_module)?);
            }
            (Payload::ExportSection(section), _) => {
                let mut renamed = ExportSection::new();
                for export in section.clone() {
                    let export = export.context("reading an export")?;
                    if let Some(name) = exports.get(export.name) {
                        renamed.export(name, kind(export.kind), export.index);
                        missing.remove(export.name);
                    }
                }
                output.section(&renamed);
            }
            (Payload::CustomSection(_), Some(_)) => {}
            (payload, _) => {
                if let Some((id, range)) = payload.as_section() {
                    let data = module.get(range).context("a section beyond the module's end")?;
                    output.section(&RawSection { id, data });
                }
            }
        }
    }
    if let Some(name) = missing.first() {
        bail!("the glue uses `wasm.{name}`, which the module does not export");
    }
    Ok(output.finish())
}

fn numbered(section: ImportSectionReader<'_>, module: &str) -> Result<ImportSection> {
    let mut numbered = ImportSection::new();
    for (place, (_, kind)) in functions(section)?.into_iter().enumerate() {
        numbered.import(module, &place.to_string(), EntityType::Function(kind));
    }
    Ok(numbered)
}

/// The imports and the types of the functions. wasm-bindgen imports nothing else.
fn functions(section: ImportSectionReader<'_>) -> Result<Vec<(Import, u32)>> {
    let mut functions = Vec::new();
    for import in section.into_imports() {
        let import = import.context("reading an import")?;
        let TypeRef::Func(kind) = import.ty else {
            bail!("the module imports `{}`, which is not a function", import.name);
        };
        let (module, name) = (import.module.to_owned(), import.name.to_owned());
        functions.push((Import { module, name }, kind));
    }
    Ok(functions)
}

fn kind(kind: ExternalKind) -> ExportKind {
    match kind {
        ExternalKind::Func | ExternalKind::FuncExact => ExportKind::Func,
        ExternalKind::Table => ExportKind::Table,
        ExternalKind::Memory => ExportKind::Memory,
        ExternalKind::Global => ExportKind::Global,
        ExternalKind::Tag => ExportKind::Tag,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use wasm_encoder::{
        CodeSection, CustomSection, Function, FunctionSection, MemorySection, MemoryType,
        TypeSection,
    };

    use super::*;

    /// A module with these imports; every export but `memory` is one function that does nothing.
    pub(in super::super) fn module(imports: &[(&str, &str)], exports: &[&str]) -> Vec<u8> {
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([], []);
        module.section(&types);
        let mut section = ImportSection::new();
        for (module, name) in imports {
            section.import(module, name, EntityType::Function(0));
        }
        module.section(&section);
        module.section(FunctionSection::new().function(0));
        module.section(MemorySection::new().memory(MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        }));
        let own = u32::try_from(imports.len()).unwrap();
        let mut section = ExportSection::new();
        for name in exports {
            if *name == "memory" {
                section.export(name, ExportKind::Memory, 0);
            } else {
                section.export(name, ExportKind::Func, own);
            }
        }
        module.section(&section);
        let mut body = Function::new([]);
        body.instructions().end();
        module.section(CodeSection::new().function(&body));
        module.section(&CustomSection { name: "producers".into(), data: (&[0]).into() });
        module.finish()
    }

    pub(in super::super) fn exports(module: &[u8]) -> Vec<String> {
        let mut names = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            if let Payload::ExportSection(section) = payload.unwrap() {
                names.extend(section.into_iter().map(|export| export.unwrap().name.to_owned()));
            }
        }
        names
    }

    fn sections(module: &[u8]) -> BTreeMap<u8, Vec<u8>> {
        Parser::new(0)
            .parse_all(module)
            .filter_map(|payload| payload.unwrap().as_section())
            .map(|(id, range)| (id, module[range].to_owned()))
            .collect()
    }

    #[test]
    fn renaming_touches_names_only() {
        let before = module(&[("./x_bg.js", "__wbg_now_22")], &["attach", "main", "memory"]);
        let names = [("attach", "b"), ("memory", "memory")];
        let names = names.map(|(long, short)| (long.to_owned(), short.to_owned())).into();
        let after = with_short_names(&before, "a", &names).unwrap();
        assert_eq!(exports(&after), ["b", "memory"]);
        let [mut before, after] = [sections(&before), sections(&after)];
        assert!(before.remove(&0).is_some(), "the custom section goes");
        assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
        for (id, bytes) in before {
            let is_named = id == 2 || id == 7;
            assert_eq!(bytes != after[&id], is_named, "section {id}");
        }
    }

    #[test]
    fn dropping_exports_keeps_what_wasm_opt_reads() {
        let before = module(&[("./x_bg.js", "__wbg_now_22")], &["attach", "main"]);
        let after = keep_exports(&before, &["attach".to_owned()].into()).unwrap();
        assert_eq!(exports(&after), ["attach"]);
        assert_eq!(imports(&before).unwrap(), imports(&after).unwrap());
        assert!(sections(&after).contains_key(&0));
        let error = keep_exports(&before, &["detach".to_owned()].into()).unwrap_err();
        assert!(error.to_string().contains("detach"));
    }
}
