//! Runs of ASCII letters, found eight bytes at a time.

/// Eight bytes of text, of which the letters are found without a loop.
#[derive(Clone, Copy)]
pub(super) struct Letters {
    /// The bytes in lower case, as far as they are letters from the start on; zero from there on.
    pub(super) lower: u64,
    /// How many letters stand at the start.
    pub(super) count: usize,
    /// How many of them are capitals.
    pub(super) uppers: u32,
}

impl Letters {
    #[inline]
    fn of(bytes: [u8; 8]) -> Self {
        const ONES: u64 = 0x0101_0101_0101_0101;
        const HIGH: u64 = ONES * 0x80;
        let text = u64::from_le_bytes(bytes);
        let lower = text | (ONES * 0x20);
        // The upper bit of each byte: set where the byte is at least `a`, and where it is more than `z`.
        let seven = lower & !HIGH;
        let from_a = seven + ONES * (0x80 - b'a' as u64);
        let past_z = seven + ONES * (0x7f - b'z' as u64);
        let letters = from_a & !past_z & !text & HIGH;
        let count = ((!letters & HIGH).trailing_zeros() / 8) as usize;
        let kept = if count == 8 { u64::MAX } else { (1 << (8 * count)) - 1 };
        // The bit that tells capitals from small letters is moved to the upper bit of its byte.
        let uppers = (letters & !(text << 2) & kept).count_ones();
        Self { lower: lower & kept, count, uppers }
    }

    /// The bytes from `at` on; beyond the end stand zeros.
    #[inline]
    pub(super) fn at(bytes: &[u8], at: usize) -> Self {
        let rest = &bytes[at..];
        let Some(eight) = rest.first_chunk() else {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            return Self::of(last);
        };
        Self::of(*eight)
    }
}
