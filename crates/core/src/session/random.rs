//! Randomness from a seed: jitter and client tokens. The same seed gives the same session.

#[derive(Clone, Debug)]
pub(crate) struct Random {
    state: u64,
    stream: u64,
}

impl Random {
    pub(crate) fn new(seed: u128) -> Self {
        let low = u64::try_from(seed & u128::from(u64::MAX)).unwrap_or(0);
        let high = u64::try_from(seed >> 64).unwrap_or(0);
        // The step of the sequence must be odd; both halves of the seed make it.
        Self { state: low, stream: high | 1 }
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(self.stream.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high.saturating_sub(low) + 1)
    }

    /// A token that makes a repeated request harmless, in the shape of a random UUID.
    pub(crate) fn token(&mut self) -> String {
        // The version and the variant say: random.
        let halves = [self.next() & !0xf000 | 0x4000, self.next() & !(0xc << 60) | (0x8 << 60)];
        let mut token = String::new();
        for half in halves {
            for byte in half.to_be_bytes() {
                if matches!(token.len(), 8 | 13 | 18 | 23) {
                    token.push('-');
                }
                for digit in [byte >> 4, byte & 0xf] {
                    token.extend(char::from_digit(digit.into(), 16));
                }
            }
        }
        token
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Random;

    #[test]
    fn tokens_differ_and_look_like_uuids() {
        let mut random = Random::new(7 << 64 | 9);
        let tokens: BTreeSet<_> = (0..1000).map(|_| random.token()).collect();
        assert_eq!(tokens.len(), 1000);
        assert!(tokens.iter().all(|token| token.len() == 36 && token.as_bytes()[14] == b'4'));
    }

    #[test]
    fn a_token_is_the_same_for_the_same_seed() {
        let token = Random::new(7 << 64 | 9).token();
        assert_eq!(token, "a553b8a6-5aac-48cc-bd85-99a83b71b57c");
    }

    #[test]
    fn seeds_differ_in_either_half() {
        let firsts: BTreeSet<_> =
            [1, 2, 1 << 64, 3 << 64].map(|seed| Random::new(seed).token()).into();
        assert_eq!(firsts.len(), 4);
    }
}
