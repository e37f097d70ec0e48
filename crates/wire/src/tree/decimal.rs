//! Numbers with a fraction, without floating point: that would be kilobytes of the widget. Not here: numbers
//! below zero.

/// A number as it is written: digits, and the power of ten they are multiplied with.
#[derive(Debug, Default)]
pub(super) struct Decimal {
    pub(super) digits: u64,
    pub(super) exponent: i64,
}

impl Decimal {
    pub(super) fn push(&mut self, digit: u8) {
        // What does not fit is beyond any precision that matters.
        let longer = self.digits.checked_mul(10).and_then(|ten| ten.checked_add(digit.into()));
        match longer {
            Some(digits) => self.digits = digits,
            None => self.exponent += 1,
        }
    }

    /// In thousandths, rounded; as many as there can be when there are more.
    pub(super) fn thousandths(&self) -> u64 {
        let mut digits = self.digits;
        let mut exponent = self.exponent.saturating_add(3);
        while exponent > 0 && digits > 0 {
            digits = digits.saturating_mul(10);
            exponent = if digits == u64::MAX { 0 } else { exponent - 1 };
        }
        while exponent < -1 && digits > 0 {
            digits /= 10;
            exponent += 1;
        }
        if exponent < 0 { digits / 10 + u64::from(digits % 10 >= 5) } else { digits }
    }
}
