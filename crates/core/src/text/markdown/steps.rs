//! Counts looks at the text, and shows that no text is looked at more than so many times per byte.
//!
//! It measures no time: a number of steps is the same on every machine.

use std::cell::Cell;

use super::parse;

thread_local! {
    static STEPS: Cell<u64> = const { Cell::new(0) };
}

pub(super) fn count() {
    STEPS.set(STEPS.get() + 1);
}

/// Looks per byte that the reader may need, in the worst text.
const STEPS_PER_BYTE_MAX: u64 = 100;

fn steps_per_byte(source: &str) -> u64 {
    STEPS.set(0);
    parse(source);
    STEPS.get() / source.len() as u64
}

fn repeated(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len())
}

#[test]
fn no_text_is_read_more_often_the_longer_it_is() {
    let pieces = [
        "*a_",
        "*a_ ",
        "_a*",
        "a**b",
        "**a *b ",
        "*a **a ",
        "a*",
        "*a ",
        "***a",
        "a***b**c*",
        "[",
        "]",
        "[]",
        "![",
        "[a]",
        "[a](",
        "[a](b",
        "[a](<b",
        "[a](b \"",
        "[a](b '",
        "[a](b (",
        "[a](()",
        "[a](\\(",
        "](",
        "[a](b)",
        "![[a](b)",
        "[[a](b)",
        "[a][",
        "[a][b",
        "[\\",
        "[a]: b\n",
        "[a]: b \"\n",
        "[a]:\n\n[a] ",
        ">",
        "> ",
        "> \n",
        ">\n",
        "- ",
        "-",
        "1. ",
        "- a\n",
        "-\n\n",
        " -\n",
        "> - ",
        "* ",
        "* * ",
        "a\n-\n",
        "a\n=\n",
        "#",
        "# ",
        "# #\n",
        "`",
        "``a`",
        "` ``",
        "```\n",
        "~~~\n",
        "~",
        "<",
        "<a",
        "<a ",
        "<a@",
        "<a:",
        "<!--",
        "&",
        "&#",
        "&#x",
        "&amp",
        "&a;",
        "\\",
        "\\\n",
        "\n",
        "\r",
        "\t",
        " ",
        "    a\n",
        "\ta\n\n",
        " \n",
        "a \n",
        "a  ",
        "http://",
        "https://a)",
        "https://a))))",
        "://",
        "ü",
        "**ü",
        "\0",
    ];
    for piece in pieces {
        for start in ["", "https://a", "[", "**", "[a]: b\n\n", "> - ", "```", "<a "] {
            let source = format!("{start}{}", repeated(piece, 5000));
            let steps = steps_per_byte(&source);
            assert!(steps <= STEPS_PER_BYTE_MAX, "{start}{piece} repeated: {steps} looks per byte");
        }
    }
}

#[test]
fn growing_runs_are_searched_for_once() {
    for mark in ["`", "*", "_", "[", "]", ">", "~", "#", "<", "(", "\\"] {
        let mut growing = String::new();
        let mut shrinking = String::new();
        for length in 1..700 {
            growing.push_str(&mark.repeat(length));
            growing.push_str(" a ");
            shrinking.push_str(&mark.repeat(700 - length));
            shrinking.push_str(" a ");
        }
        for source in [growing, shrinking] {
            let steps = steps_per_byte(&source);
            assert!(steps <= STEPS_PER_BYTE_MAX, "{mark} in growing runs: {steps} looks per byte");
        }
    }
}

#[test]
fn many_long_labels_are_compared_a_bounded_number_of_times() {
    let label = "a".repeat(400);
    let definitions: Vec<_> =
        (10..60).map(|number| format!("[{label}{number}]: https://a.example\n")).collect();
    let source = definitions.concat() + "\n" + &format!("[{label}00] ").repeat(200);
    let steps = steps_per_byte(&source);
    assert!(steps <= STEPS_PER_BYTE_MAX, "{steps} looks per byte");
}

#[test]
fn a_megabyte_costs_as_much_per_byte_as_a_page() {
    for piece in ["*a_", "[[[[[", ">>>>", "`` ` ``` a", "- > ", "[a](b \"", "a *b _c "] {
        let page = steps_per_byte(&repeated(piece, 4000));
        let megabyte = steps_per_byte(&repeated(piece, 1 << 20));
        assert!(megabyte <= page + 2, "{piece}: {page} looks per byte, then {megabyte}");
    }
}
