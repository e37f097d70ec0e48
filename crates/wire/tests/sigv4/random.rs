//! Random requests that come out the same on every run: `SplitMix64` with a seed, and what it chooses from.
//! Not here: any source of real randomness.

use chirrup_wire::sigv4::encode;

/// Texts are made of these: what URLs give a meaning to, what the two encodings differ in, and letters of
/// one to four bytes.
const PIECES: [&str; 32] = [
    "a", "Z", "0", "9", "-", ".", "_", "~", " ", "  ", "!", "'", "(", ")", "*", "+", "%", "%41",
    "&", "=", "/", ":", ";", ",", "?", "#", "@", "$", "é", "e\u{301}", "☃", "😀",
];

pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from zero to just below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }

    /// Up to `longest` pieces of any text.
    pub(crate) fn text(&mut self, longest: u64) -> String {
        (0..self.below(longest + 1)).map(|_| self.pick(&PIECES)).collect()
    }

    /// At least one letter or digit, for keys, ids and tokens.
    pub(crate) fn word(&mut self) -> String {
        let letters: Vec<char> = ('0'..='9').chain('A'..='Z').chain('a'..='z').collect();
        (0..=self.below(20)).map(|_| self.pick(&letters)).collect()
    }

    /// A session token: base64 with all of its marks.
    pub(crate) fn token(&mut self) -> String {
        let words: Vec<_> = (0..8).map(|_| self.word()).collect();
        words.join("/+") + "=="
    }

    /// A path as a client sends it: encoded segments, now and then an empty or dotted one.
    pub(crate) fn path(&mut self) -> String {
        let segments: Vec<_> = (0..=self.below(5)).map(|_| self.segment()).collect();
        format!("/{}", segments.join("/"))
    }

    fn segment(&mut self) -> String {
        match self.below(12) {
            0 => String::new(),
            1 => ".".into(),
            2 => "..".into(),
            3 => "a:b@c!$&'()*+,;=d".into(),
            _ => encode(&self.text(12)),
        }
    }

    /// A query as a client sends it: encoded, in no order, with names that come twice.
    pub(crate) fn query(&mut self) -> String {
        let pairs: Vec<_> = (0..self.below(7)).map(|_| self.pair()).collect();
        pairs.join("&")
    }

    fn pair(&mut self) -> String {
        let name = match self.below(3) {
            0 => self.pick(&["a", "A", "a-b", "a.b", "a%20b"]).to_owned(),
            _ => encode(&self.text(4)) + &self.word(),
        };
        match self.below(8) {
            0 => name,
            _ => format!("{name}={}", encode(&self.text(8))),
        }
    }

    /// Headers, some of them twice, with any mark and any number of spaces in the values.
    pub(crate) fn headers(&mut self) -> Vec<(String, String)> {
        let names =
            ["Content-Type", "x-amz-chime-bearer", "amz-sdk-request", "X-Mine", "x-mine", "accept"];
        (0..self.below(7)).map(|_| (self.pick(&names).to_owned(), self.header_value())).collect()
    }

    fn header_value(&mut self) -> String {
        let marks: Vec<char> = (' '..='~').chain("     ".chars()).collect();
        (0..self.below(30)).map(|_| self.pick(&marks)).collect()
    }
}
