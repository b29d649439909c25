//! Days from the due date in bands: one day each where most is settled, weeks and months further out.
//!
//! Hazards of settlement are kept per band. The same bands serve the customer's own history and the model that reads
//! it, so that what was learnt of a band is asked of that band.

/// First day told apart, counted from the due date; what is settled earlier counts as on it.
pub const FIRST_DAY: i32 = -120;

/// Last day: what is not settled by then counts as never.
pub const LAST_DAY: i32 = 365;

/// Number of bands.
pub const N_BANDS: usize = 30;

/// Last day of each band; the first begins on [`FIRST_DAY`], every other on the day after the one before it ends.
pub const BAND_ENDS: [i32; N_BANDS] = [
    -30, -21, -14, -10, -7, -5, -3, -2, -1, 0, 1, 2, 3, 4, 5, 7, 9, 11, 14, 17, 21, 25, 30, 38, 45,
    60, 90, 120, 180, LAST_DAY,
];

/// Band of each day from [`FIRST_DAY`] to [`LAST_DAY`].
const BAND_OF_DAY: [u8; (LAST_DAY - FIRST_DAY + 1) as usize] = {
    let mut bands = [0; (LAST_DAY - FIRST_DAY + 1) as usize];
    let mut band = 0;
    let mut at = 0;
    while at < bands.len() {
        if FIRST_DAY + at as i32 > BAND_ENDS[band] {
            band += 1;
        }
        bands[at] = band as u8;
        at += 1;
    }
    bands
};

/// The band that a day lies in; days outside count as the first or the last day.
#[inline]
pub fn band_of(day: i32) -> usize {
    let at = day.clamp(FIRST_DAY, LAST_DAY) - FIRST_DAY;
    usize::from(BAND_OF_DAY[at as usize])
}

/// The bands that lie wholly on or before a day.
#[inline]
pub fn bands_ended(day: i32) -> usize {
    if day < BAND_ENDS[0] {
        return 0;
    }
    let band = band_of(day);
    band + usize::from(day >= BAND_ENDS[band])
}

/// First day of a band.
#[inline]
pub fn band_start(band: usize) -> i32 {
    match band {
        0 => FIRST_DAY,
        band => BAND_ENDS[band - 1] + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_holds_the_days_after_the_one_before() {
        assert_eq!((band_of(-500), band_of(-30), band_of(-29)), (0, 0, 1));
        assert_eq!(BAND_ENDS[band_of(0)], 0);
        assert_eq!((BAND_ENDS[band_of(6)], BAND_ENDS[band_of(7)]), (7, 7));
        assert_eq!(band_of(9_999), N_BANDS - 1);
        for day in FIRST_DAY..=LAST_DAY {
            let band = band_of(day);
            assert!(band_start(band) <= day && day <= BAND_ENDS[band], "{day}");
        }
    }

    #[test]
    fn a_band_has_ended_on_its_last_day() {
        assert_eq!(
            (bands_ended(-31), bands_ended(-30), bands_ended(-22)),
            (0, 1, 1)
        );
        assert_eq!(bands_ended(6), band_of(6), "6 and 7 are one band");
        assert_eq!(bands_ended(7), band_of(7) + 1);
        assert_eq!((bands_ended(365), bands_ended(900)), (N_BANDS, N_BANDS));
    }
}
