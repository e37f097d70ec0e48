//! Our reader against the oracle: the same tree from the same text, by hand and by chance.
//!
//! Invariant: every difference that is meant is in [`MEANT`] with its reason; there is no other way to be
//! different. Trees are compared as texts that show them, so where a piece of text ends does not count.

mod same;

use same::SAME;

use super::super::{Block, Inline};
use super::{oracle, parse};

/// Texts that ours reads in its own way, what it reads, and why.
const MEANT: &[(&str, &str, &str)] = &[
    (
        "<div>\n*a*\n</div>",
        "<div>⏎{i a}⏎</div>",
        "an HTML block is a paragraph: nobody means to send one",
    ),
    ("<!-- a\n\nb -->", "<!-- a¶b -->", "the same, for comments over several paragraphs"),
    ("x <y *a* > z", "x <y *a* > z", "a tag is not checked for attributes: it is shown anyway"),
    (
        "x <a b=\"> *c*\">",
        "x <a b=\"> {i c}\">",
        "a tag ends at the first `>`: what is in quotes is not read",
    ),
    ("&Aacute;&#8364;", "&Aacute;€", "the table of all names is larger than the reader"),
    ("[a][Ä]\n\n[ä]: https://a.example", "[a][Ä]", "the table of upper case is kilobytes"),
    (
        "a**㊗**b",
        "a{b ㊗}b",
        "punctuation beyond ASCII goes by blocks, and this sign is outside of them",
    ),
    ("a**①**b", "a**①**b", "and this number is inside of one"),
    (
        "`a\n   b`",
        "{c a b}",
        "a paragraph has no indentation, says the standard; the oracle keeps it in code",
    ),
    ("# a\t\nb", "{b a}¶b", "the same, for a tab that ends a heading"),
    (
        "```\ra\rb\r```",
        "{pre a\nb}",
        "the standard ends lines at `\\r`; the oracle loses words here",
    ),
    ("```\na\n  ", "{pre a\n  }", "the oracle drops a last blank line that no line break ends"),
    ("> a\n\t>b", "{q a⏎>b}", "four columns are too many for a mark; the oracle takes a tab"),
    (
        DEEP,
        "{q {q {q {q {q {q {q {q {q {q {q {q {q {q {q {q > a}}}}}}}}}}}}}}}}",
        "too deep a mark is text",
    ),
];

const DEEP: &str = ">>>>>>>>>>>>>>>>> a";

fn show(blocks: &[Block]) -> String {
    let shown: Vec<_> = blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(inlines) => show_inlines(inlines),
            Block::Quote(blocks) => format!("{{q {}}}", show(blocks)),
            Block::List { start, entries } => {
                let entries: Vec<_> = entries.iter().map(|entry| show(entry)).collect();
                format!("{{l {start:?} {}}}", entries.join("|"))
            }
            Block::Code(code) => format!("{{pre {code}}}"),
        })
        .collect();
    shown.join("¶")
}

fn show_inlines(inlines: &[Inline]) -> String {
    let show = |inline: &Inline| match inline {
        Inline::Text(text) => text.clone(),
        Inline::Bold(inner) => format!("{{b {}}}", show_inlines(inner)),
        Inline::Italic(inner) => format!("{{i {}}}", show_inlines(inner)),
        Inline::Code(code) => format!("{{c {code}}}"),
        // That a link without words says its address is a rule of ours, not of Markdown.
        Inline::Link { url, label } if label.is_empty() => format!("{{a {0}|{0}}}", url.as_str()),
        Inline::Link { url, label } => format!("{{a {}|{}}}", url.as_str(), show_inlines(label)),
        Inline::Break => "⏎".into(),
    };
    inlines.iter().map(show).collect()
}

fn ours(source: &str) -> String {
    show(&parse(source).blocks)
}

fn theirs(source: &str) -> String {
    show(&oracle::parse(source).blocks)
}

/// Texts of random pieces; the same ones in every run.
fn by_chance(pieces: &[&str], count: usize) -> Vec<String> {
    let mut state = 7_u64;
    let mut sources = Vec::new();
    for round in 0..count {
        let mut source = String::new();
        for _ in 0..4 + round % 12 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let pick = usize::try_from(state >> 33).unwrap() % pieces.len();
            source.push_str(pieces[pick]);
        }
        source.push('\n');
        sources.push(source);
    }
    sources
}

#[test]
fn the_same_texts_become_the_same_trees() {
    for source in SAME {
        assert_eq!(ours(source), theirs(source), "ours, the oracle's: {source:?}");
    }
}

#[test]
fn a_difference_is_meant_and_has_a_reason() {
    for (source, expected, reason) in MEANT {
        assert_eq!(ours(source), *expected, "{source:?}: {reason}");
        assert_ne!(theirs(source), *expected, "{source:?} is no difference");
    }
}

#[test]
fn the_thirty_third_definition_is_text() {
    // Every label is compared with every definition, so there are not many.
    let many = "[b]: https://b.example\n".repeat(32);
    assert_eq!(ours(&format!("{many}[a]\n\n[a]: c")), "[a]¶[a]: c");
    assert_eq!(theirs(&format!("{many}[a]\n\n[a]: c")), "a");
}

#[test]
fn texts_made_by_chance_become_the_same_trees() {
    // Words and marks; tags, tabs and indented code only where no meant difference can come of them.
    let pieces = [
        "a",
        "b ",
        " c",
        "é",
        "“",
        "x*y",
        "x_y",
        ".",
        "(",
        ")",
        "*",
        "**",
        "***",
        "_",
        "__",
        "`",
        "``",
        "[",
        "]",
        "![",
        "](",
        "](https://a.example)",
        "[d](https://d.example)",
        "[r]",
        "\n[r]: https://r.example\n",
        "<https://b.example>",
        "https://c.example",
        "x <b>",
        "x </b c>",
        "\\",
        "&amp;",
        "\n",
        "\n\n",
        ">",
        "> ",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "# ",
        "---",
        "===",
        "```",
        "~~~",
        "  ",
        "    ",
        "\n- ",
        "\n> ",
        "\n  ",
        "\n   ",
        "\n\n    ",
        "\n\n\t",
        "\n```\n",
    ];
    for source in by_chance(&pieces, 6000) {
        assert_eq!(ours(&source.replace('\n', "\r\n")), ours(&source), "the ends of {source:?}");
        // Lines that meet in a span of code keep their indentation in the oracle.
        let (ours, theirs) = (ours(&source), theirs(&source));
        if theirs.contains("{c ") {
            let words = |tree: &str| tree.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(words(&ours), words(&theirs), "ours, the oracle's: {source:?}");
        } else {
            assert_eq!(ours, theirs, "ours, the oracle's: {source:?}");
        }
    }
}

#[test]
fn no_letter_is_lost() {
    // Nothing here leads anywhere or names a language: those letters are for machines.
    let pieces = [
        "a", "b ", " c", "é", "ß.", "*", "**", "_", "`", "``", "[d", "]", "![e", "<f", ">", "</g>",
        "&h;", "\\", "\\i", "\n", "\n\n", "> ", "- ", "1. ", "# ", "\n---\n", "\n===\n", "\n~~~\n",
        "    ", "\t", "\r\n", "\n>\n- ", ")",
    ];
    // What stands behind an opening fence is a language as well.
    let sources = by_chance(&pieces, 6000).into_iter().filter(|source| !source.contains("```"));
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    for source in sources {
        let (words, _) = super::tests::read(&parse(&source).blocks);
        assert_eq!(letters(&words), letters(&source), "{source:?}");
    }
}
