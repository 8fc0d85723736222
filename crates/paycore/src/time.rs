//! Time as the acquirers write it: Beijing civil time, no zone on the wire.

use std::{fmt, time::SystemTime};

use jiff::{Timestamp, civil, tz::Offset};

/// A second in Beijing (UTC+8, no daylight saving), printed in the formats that the specifications use.
///
/// ```
/// use paycore::BeijingTime;
///
/// let time = BeijingTime::parse_compact("20250301101500")?;
/// assert_eq!(time.compact(), "20250301101500");
/// assert_eq!(time.dashed(), "2025-03-01 10:15:00");
/// # Ok::<(), paycore::TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BeijingTime(civil::DateTime);

/// The text is not a time of the expected format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a Beijing time as {format} is expected")]
pub struct TimeError {
    format: &'static str,
}

const COMPACT: &str = "%Y%m%d%H%M%S";
const DASHED: &str = "%Y-%m-%d %H:%M:%S";

const fn beijing() -> Offset {
    Offset::constant(8)
}

impl BeijingTime {
    /// Reads `yyyyMMddHHmmss`.
    ///
    /// # Errors
    /// Anything but fourteen ASCII digits that name a real second.
    pub fn parse_compact(text: &str) -> Result<Self, TimeError> {
        let error = TimeError { format: "yyyyMMddHHmmss" };
        if text.len() != 14 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(error);
        }
        let time = civil::DateTime::strptime(COMPACT, text).map(Self).map_err(|_| error)?;
        // A leap second would be read as the one before it.
        if time.compact() == text { Ok(time) } else { Err(error) }
    }

    /// Reads `yyyy-MM-dd HH:mm:ss`.
    ///
    /// # Errors
    /// Anything else, blanks around it included.
    pub fn parse_dashed(text: &str) -> Result<Self, TimeError> {
        let error = TimeError { format: "yyyy-MM-dd HH:mm:ss" };
        if text.len() != 19 || text.starts_with('-') {
            return Err(error);
        }
        let time = civil::DateTime::strptime(DASHED, text).map(Self).map_err(|_| error)?;
        if time.dashed() == text { Ok(time) } else { Err(error) }
    }

    /// `yyyyMMddHHmmss`.
    pub fn compact(self) -> String {
        // By hand, because every request carries one and a format string takes ten times as long.
        let (date, time) = (self.0.date(), self.0.time());
        let year = date.year().unsigned_abs();
        let parts = [date.month(), date.day(), time.hour(), time.minute(), time.second()].map(|part| u16::from(part.unsigned_abs()));
        let mut text = String::with_capacity(14);
        for pair in [year / 100, year % 100].into_iter().chain(parts) {
            text.extend([pair / 10, pair % 10].into_iter().filter_map(|digit| char::from_digit(digit.into(), 10)));
        }
        text
    }

    /// `yyyy-MM-dd HH:mm:ss`.
    pub fn dashed(self) -> String {
        self.0.strftime(DASHED).to_string()
    }

    /// The day, `yyyyMMdd`.
    pub fn day(self) -> String {
        self.0.strftime("%Y%m%d").to_string()
    }

    /// Seconds since 1970 in UTC.
    pub fn unix_seconds(self) -> i64 {
        beijing().to_timestamp(self.0).map_or(i64::MAX, Timestamp::as_second)
    }

    /// The Beijing time of a Unix second; times beyond the year 9999 are cut to its end, those before the year 0 to its beginning.
    pub fn from_unix_seconds(seconds: i64) -> Self {
        let time = Timestamp::from_second(seconds).unwrap_or(if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX });
        let time = beijing().to_datetime(time).with().subsec_nanosecond(0).build().unwrap_or(civil::DateTime::MAX);
        Self(time.max(civil::datetime(0, 1, 1, 0, 0, 0, 0)))
    }
}

impl From<SystemTime> for BeijingTime {
    fn from(time: SystemTime) -> Self {
        let seconds = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |s| -s),
        };
        Self::from_unix_seconds(seconds)
    }
}

impl fmt::Display for BeijingTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.dashed())
    }
}

impl fmt::Debug for BeijingTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BeijingTime({})", self.dashed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn beijing_is_eight_hours_ahead() {
        let time = BeijingTime::from_unix_seconds(1_740_795_300);
        assert_eq!(time.compact(), "20250301101500");
        assert_eq!(time.unix_seconds(), 1_740_795_300);
        assert_eq!(time.day(), "20250301");
        let epoch = BeijingTime::from(SystemTime::UNIX_EPOCH);
        assert_eq!(epoch.dashed(), "1970-01-01 08:00:00");
    }

    #[test]
    fn what_is_no_time() {
        for text in [
            "",
            "2025030110150",
            "202503011015000",
            "20250230101500",
            "20250301101560",
            "20250301246000",
            "2025-03-01 1015",
            "２０２５0301101500",
        ] {
            assert!(BeijingTime::parse_compact(text).is_err(), "{text}");
        }
        for text in ["2025-03-01T10:15:00", "2025-03-01 10:15:60", "2025-3-001 10:15:00", " 2025-03-1 10:15:00", "-999-03-01 10:15:00"] {
            assert!(BeijingTime::parse_dashed(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        for seconds in [i64::MIN, i64::MAX, 253_402_207_200, -377_705_023_201] {
            assert_eq!(BeijingTime::from_unix_seconds(seconds).compact().len(), 14);
            let _ = BeijingTime::from_unix_seconds(seconds).unix_seconds();
        }
    }

    proptest! {
        #[test]
        fn every_second_survives(seconds in 0i64..4_000_000_000) {
            let time = BeijingTime::from_unix_seconds(seconds);
            prop_assert_eq!(time.compact(), time.0.strftime(COMPACT).to_string());
            prop_assert_eq!(BeijingTime::parse_compact(&time.compact()), Ok(time));
            prop_assert_eq!(BeijingTime::parse_dashed(&time.dashed()), Ok(time));
            prop_assert_eq!(time.unix_seconds(), seconds);
        }
    }
}
