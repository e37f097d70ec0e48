//! The parts of the glue that the widget can do without, and what stands in for them.
//!
//! Each stand-in does what the original does in every browser that can run the widget: one with
//! reference types and constructable style sheets has `FinalizationRegistry` and `encodeInto` as well.

use anyhow::{Context as _, Result, bail};

use super::mentions;

/// The version these parts were compared with.
pub(in super::super) const WASM_BINDGEN: &str = "0.2.130";

/// Streams between Rust and JavaScript, exported by a dependency. Nothing makes one.
const UNUSED_CLASSES: [&str; 3] =
    ["IntoUnderlyingByteSource", "IntoUnderlyingSink", "IntoUnderlyingSource"];

/// The loader always gives the address of the module and waits for it.
const UNUSED_FUNCTIONS: [&str; 3] = ["initSync", "__wbg_load", "__wbg_finalize_init"];

/// Functions by name, and what replaces them.
const REPLACED: [(&str, &str); 4] = [
    // The loader gives the answer that it waits for. A server that does not know the type of
    // WebAssembly must do without streaming.
    (
        "__wbg_init_once",
        "async function __wbg_init_once({ module_or_path }) {
    const imports = __wbg_get_imports();
    const response = await module_or_path;
    if (!response.ok) throw new Error(`failed to fetch ${response.url}: ${response.status}`);
    const { instance } = await (response.headers.get('Content-Type') === 'application/wasm'
        ? WebAssembly.instantiateStreaming(response, imports)
        : WebAssembly.instantiate(await response.arrayBuffer(), imports));
    wasm = instance.exports;
    wasm.__wbindgen_start();
    return wasm;
}
",
    ),
    // Wraps once instead of at each call.
    (
        "handleError",
        "function handleError(run) {
    return (...given) => {
        try {
            return run(...given);
        } catch (error) {
            wasm.__wbindgen_exn_store(addToExternrefTable0(error));
        }
    };
}
",
    ),
    // The memory has another buffer after each growth, and only then.
    (
        "getDataViewMemory0",
        "function getDataViewMemory0() {
    if (cachedDataViewMemory0?.buffer !== wasm.memory.buffer) {
        cachedDataViewMemory0 = new DataView(wasm.memory.buffer);
    }
    return cachedDataViewMemory0;
}
",
    ),
    // One way for all texts; the original tries to copy plain ASCII letter by letter first.
    (
        "passStringToWasm0",
        "function passStringToWasm0(text) {
    const bytes = cachedTextEncoder.encode(text);
    const start = wasm.__wbindgen_malloc(bytes.length, 1) >>> 0;
    getUint8ArrayMemory0().set(bytes, start);
    WASM_VECTOR_LEN = bytes.length;
    return start;
}
",
    ),
];

/// Texts that must be there, and what replaces them.
const EDITS: [(&str, &str); 3] = [
    ("export { initSync, __wbg_init as default };", "export { __wbg_init as default };"),
    (", wasm.__wbindgen_malloc, wasm.__wbindgen_realloc)", ")"),
    (
        "(typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(",
        "new FinalizationRegistry(",
    ),
];

/// Where the substitute for a missing `encodeInto` starts.
const ENCODE_INTO: &str = "if (!('encodeInto' in cachedTextEncoder)) {\n";

/// The glue without the parts that the widget does not need.
pub(super) fn slim(text: &str) -> Result<String> {
    let mut text = text.to_owned();
    for class in UNUSED_CLASSES {
        text = without_class(&text, class)?;
    }
    for name in UNUSED_FUNCTIONS {
        text = with_function(&text, name, "")?;
    }
    for (name, replacement) in REPLACED {
        text = with_function(&text, name, replacement)?;
    }
    text = with_block(&text, ENCODE_INTO, "\n}\n", "")?;
    for (old, new) in EDITS {
        if !text.contains(old) {
            bail!("the glue has no `{old}`");
        }
        text = text.replace(old, new);
    }
    Ok(text)
}

/// A class that is not there is not missed; one that is there must not be used.
fn without_class(text: &str, class: &str) -> Result<String> {
    let start = format!("export class {class} {{\n");
    if !text.contains(&start) {
        return Ok(text.to_owned());
    }
    let text = with_block(text, &start, "\n}\n", "")?;
    let text = with_block(&text, &format!("if (Symbol.dispose) {class}."), ";\n", "")?;
    let text = with_block(&text, &format!("const {class}Finalization = "), ";\n", "")?;
    if mentions(&text, class) || mentions(&text, &format!("{class}Finalization")) {
        bail!("the glue uses the class {class}");
    }
    Ok(text)
}

fn with_function(text: &str, name: &str, replacement: &str) -> Result<String> {
    let plain = format!("function {name}(");
    let asynchronous = format!("async {plain}");
    let start = if text.contains(&format!("\n{asynchronous}")) { asynchronous } else { plain };
    with_block(text, &start, "\n}\n", replacement)
}

/// Replaces what starts a line with `start`, up to and with `end`.
fn with_block(text: &str, start: &str, end: &str, replacement: &str) -> Result<String> {
    let parts = if let Some(rest) = text.strip_prefix(start) {
        Some(("", rest))
    } else {
        let at = text.find(&format!("\n{start}")).map(|at| at + 1);
        at.and_then(|at| text.split_at_checked(at))
    };
    let (before, rest) =
        parts.with_context(|| format!("the glue has no `{}`", start.trim_end()))?;
    let (_, after) = rest
        .split_once(end)
        .with_context(|| format!("`{}` has no end in the glue", start.trim_end()))?;
    Ok([before, replacement, after].concat())
}
