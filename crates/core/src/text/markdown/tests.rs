//! What Markdown becomes, and what no text can do.

use super::{Block, DEPTH_MAX, Inline, parse};

fn text(text: &str) -> Inline {
    Inline::Text(text.into())
}

fn paragraph(inlines: impl Into<Vec<Inline>>) -> Block {
    Block::Paragraph(inlines.into())
}

/// All text of a tree in reading order, links in angle brackets, and the depth of the tree.
pub(super) fn read(blocks: &[Block]) -> (String, usize) {
    fn inlines(list: &[Inline], out: &mut String) -> usize {
        let mut deepest = 0;
        for inline in list {
            let depth = match inline {
                Inline::Text(text) | Inline::Code(text) => {
                    out.push_str(text);
                    0
                }
                Inline::Break => {
                    out.push('\n');
                    0
                }
                Inline::Bold(list) | Inline::Italic(list) => inlines(list, out),
                Inline::Link { url, label } => {
                    let depth = inlines(label, out);
                    out.push('<');
                    out.push_str(url.as_str());
                    out.push('>');
                    depth
                }
            };
            deepest = deepest.max(depth + 1);
        }
        deepest
    }
    fn walk(blocks: &[Block], out: &mut String) -> usize {
        let mut deepest = 0;
        for block in blocks {
            let depth = match block {
                Block::Paragraph(list) => inlines(list, out),
                Block::Quote(blocks) => walk(blocks, out),
                Block::List { entries, .. } => {
                    entries.iter().map(|entry| walk(entry, out) + 1).max().unwrap_or(0)
                }
                Block::Code(code) => {
                    out.push_str(code);
                    0
                }
            };
            deepest = deepest.max(depth + 1);
        }
        deepest
    }
    let mut out = String::new();
    let depth = walk(blocks, &mut out);
    (out, depth)
}

#[test]
fn inline_marks_become_nodes() {
    let tree = parse("a **b *c*** `d`\ne");
    let expected = paragraph([
        text("a "),
        Inline::Bold(vec![text("b "), Inline::Italic(vec![text("c")])]),
        text(" "),
        Inline::Code("d".into()),
        Inline::Break,
        text("e"),
    ]);
    assert_eq!(tree.blocks, [expected]);
}

#[test]
fn blocks_become_nodes() {
    let tree = parse("# Head\n\n> quoted\n\n1. one\n2. two\n   - deep\n\n```\nlet x;\n\ny\n```\n");
    let deep = Block::List { start: None, entries: vec![vec![paragraph([text("deep")])]] };
    let list = Block::List {
        start: Some(1),
        entries: vec![vec![paragraph([text("one")])], vec![paragraph([text("two")]), deep]],
    };
    let expected = [
        paragraph([Inline::Bold(vec![text("Head")])]),
        Block::Quote(vec![paragraph([text("quoted")])]),
        list,
        Block::Code("let x;\n\ny".into()),
    ];
    assert_eq!(tree.blocks, expected);
}

#[test]
fn loose_text_after_a_nested_list_stays_in_its_entry() {
    let (words, _) = read(&parse("- a **b** c\n  - d\n\n  e\n- f").blocks);
    assert_eq!(words, "a b cdef");
}

#[test]
fn links_say_their_label_and_pictures_are_not_loaded() {
    let (words, _) =
        read(&parse("[shop](https://a.example) ![cat](https://b.example/c.png)").blocks);
    assert_eq!(words, "shop<https://a.example> cat<https://b.example/c.png>");
}

#[test]
fn a_picture_without_a_description_says_its_address() {
    // A link without words cannot be seen, let alone followed.
    let (words, _) = read(&parse("![](https://b.example/c.png)").blocks);
    assert_eq!(words, "https://b.example/c.png<https://b.example/c.png>");
}

#[test]
fn bare_addresses_become_links_once() {
    let (words, _) =
        read(&parse("https://a.example/x_y_z, <https://b.example> `https://c`").blocks);
    assert_eq!(
        words,
        "https://a.example/x_y_z<https://a.example/x_y_z>, https://b.example<https://b.example> https://c"
    );
    let (words, _) = read(&parse("[see https://a.example](https://b.example)").blocks);
    assert_eq!(words, "see https://a.example<https://b.example>");
}

#[test]
fn refused_links_are_only_words() {
    // Lesson 80.
    for source in [
        "[x](javascript:alert(1))",
        "[x](JAVASCRIPT:alert(1))",
        "[x](javascript&#58;alert(1))",
        "[x](javascript&colon;alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x][r]\n\n[r]: vbscript:x",
        "![x](javascript:alert(1))",
    ] {
        assert_eq!(read(&parse(source).blocks).0, "x", "{source}");
    }
    assert_eq!(read(&parse("<javascript:alert(1)>").blocks).0, "javascript:alert(1)");
}

#[test]
fn html_is_shown_as_text() {
    // Lesson 79: markup that somebody sends is words, inline or as a block.
    let inline = "a <b onclick=\"x\">c</b> <img src=x onerror=alert(1)>";
    assert_eq!(read(&parse(inline).blocks).0, inline);
    let block = "<script>\nalert(1)\n</script>";
    assert_eq!(read(&parse(block).blocks).0, block);
    assert_eq!(read(&parse("&lt;b&gt; &amp;").blocks).0, "<b> &");
}

#[test]
fn deep_nesting_is_capped_and_keeps_its_words() {
    for nest in ["> ", "- ", "1. ", "*a **b ", "[", "![a](", "> - "] {
        let source = format!("{}end", nest.repeat(4000));
        let (words, depth) = read(&parse(&source).blocks);
        assert!(words.contains("end"), "{nest}");
        assert!(depth <= 2 * DEPTH_MAX, "{nest}: {depth}");
    }
}

#[test]
fn any_text_is_taken() {
    let pieces =
        ["*", "_", "`", "> ", "- ", "\n", "\n\n", "[", "](", ")", "<a>", "&#0;", "\0", "ü", "    "];
    let mut state = 7_u64;
    for _ in 0..2000 {
        let mut source = String::new();
        for _ in 0..20 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let pick = usize::try_from(state >> 33).unwrap() % pieces.len();
            source.push_str(pieces[pick]);
        }
        let (_, depth) = read(&parse(&source).blocks);
        assert!(depth <= 2 * DEPTH_MAX);
    }
}
