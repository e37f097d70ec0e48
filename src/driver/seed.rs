//! Randomness for jitter and client tokens.

/// 128 random bits from the browser's generator.
pub(super) fn seed() -> u128 {
    let mut bytes = [0; 16];
    let filled = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).ok());
    match filled {
        Some(_) => u128::from_le_bytes(bytes),
        // No `crypto` at all: tokens need to be unlike each other, not secret.
        None => {
            u128::from(js_sys::Math::random().to_bits()) << 64
                | u128::from(js_sys::Date::now().to_bits())
        }
    }
}
