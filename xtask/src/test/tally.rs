//! Counting tests from what test programs print: cargo, the wasm-bindgen runner, Node and
//! Playwright.

use std::fmt;

/// How many tests passed and failed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    passed: usize,
    failed: usize,
}

impl Tally {
    /// Adds what a result line says; any other line says nothing.
    pub(crate) fn read_line(&mut self, line: &str) {
        let line = without_colours(line);
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            // cargo and wasm-bindgen: "test result: ok. 3 passed; 1 failed; …"
            ["test", "result:", _, passed, "passed;", failed, "failed;", ..] => {
                self.passed += number(passed);
                self.failed += number(failed);
            }
            // node --test: "# pass 3" or "ℹ pass 3"
            // Playwright: "3 passed (1.2s)", "1 failed", "2 did not run"; flaky is passed again
            ["#" | "ℹ", "pass", passed] | [passed, "flaky"] => self.passed += number(passed),
            [passed, "passed", time] if time.starts_with('(') => self.passed += number(passed),
            ["#" | "ℹ", "fail" | "cancelled", failed]
            | [failed, "failed" | "interrupted"]
            | [failed, "did", "not", "run"] => self.failed += number(failed),
            _ => {}
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn raise_failures_to(&mut self, least: usize) {
        self.failed = self.failed.max(least);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed", self.passed, self.failed)
    }
}

fn number(word: &str) -> usize {
    word.parse().unwrap_or(0)
}

fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut is_colour = false;
    for letter in line.chars() {
        match (is_colour, letter) {
            (false, '\u{1b}') => is_colour = true,
            (true, 'm') => is_colour = false,
            (true, _) => {}
            (false, letter) => plain.push(letter),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(lines: &[&str]) -> Tally {
        let mut tally = Tally::default();
        for line in lines {
            tally.read_line(line);
        }
        tally
    }

    #[test]
    fn cargo_results_are_added_up() {
        let tally = tally(&[
            "test ids::tests::ids_count_up ... ok",
            "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 filtered out",
        ]);
        assert_eq!(tally, Tally { passed: 15, failed: 2 });
    }

    #[test]
    fn node_and_playwright_results_are_added_up() {
        let node = ["# tests 6", "# pass 5", "# fail 1", "ℹ pass 2", "ℹ fail 0"];
        assert_eq!(tally(&node), Tally { passed: 7, failed: 1 });
        let playwright = ["\u{1b}[32m  9 passed\u{1b}[39m (4.0s)", "  1 failed", "  2 did not run"];
        assert_eq!(tally(&playwright), Tally { passed: 9, failed: 3 });
    }

    #[test]
    fn prose_about_passing_is_not_a_result() {
        assert_eq!(tally(&["5 passed the door", "test result: pending"]), Tally::default());
    }
}
