//! How long to wait before trying again: full jitter, from half a second to half a minute, for ever.

use super::random::Random;

const WAIT_MILLIS_MIN: u64 = 500;
const WAIT_MILLIS_MAX: u64 = 30_000;

/// The wait after the given number of failures in a row, never below what the backend asked for.
pub(crate) fn wait_millis(failures: u32, asked_millis: u64, random: &mut Random) -> u64 {
    let ceiling = WAIT_MILLIS_MIN << failures.min(8);
    random.between(WAIT_MILLIS_MIN, ceiling.min(WAIT_MILLIS_MAX)).max(asked_millis)
}

#[cfg(test)]
mod tests {
    use super::wait_millis;
    use crate::session::random::Random;

    #[test]
    fn waits_grow_to_half_a_minute_and_stay_there() {
        let mut random = Random::new(1);
        let mut longest = 0;
        for failures in 0..200 {
            let wait = wait_millis(failures, 0, &mut random);
            assert!((500..=30_000).contains(&wait));
            longest = longest.max(wait);
        }
        assert!(longest > 25_000);
        assert!(wait_millis(0, 0, &mut random) == 500);
    }

    #[test]
    fn the_backend_may_ask_for_more() {
        assert_eq!(wait_millis(0, 90_000, &mut Random::new(1)), 90_000);
    }
}
