//! Dates and durations in, dates out: "1 March 2026" and "2 years" become "1 March 2028".
//!
//! Months are counted on the calendar and never made of days: a month after 31 January is the last day of February.

use super::{Date, Duration};

/// Minutes of a day.
const DAY: u32 = 24 * 60;

impl Date {
    /// The day so many days later, or earlier if below zero; absent outside of the years 1 to 9999
    ///
    /// ```
    /// use termscore_core::value::Date;
    ///
    /// let leap_day = Date::new(2028, 2, 29).expect("a date");
    /// assert_eq!(leap_day.plus_days(-60), Date::new(2027, 12, 31));
    /// ```
    #[must_use]
    pub fn plus_days(self, n_days: i64) -> Option<Self> {
        from_number(self.number().checked_add(n_days)?)
    }

    /// Days from this day to another; below zero if that is earlier
    #[must_use]
    pub fn days_until(self, other: Self) -> i64 {
        other.number() - self.number()
    }

    /// True for Saturdays and Sundays
    #[must_use]
    pub fn is_weekend(self) -> bool {
        // 1 January of year 1 was a Monday.
        self.number().rem_euclid(7) >= 5
    }

    /// The day a duration later: months first, then days, then business days, the rest in whole days rounded up.
    /// Where a month has no such day, its last one. Business days leave weekends out; holidays are not known. Absent if
    /// the duration is perpetual or the year after 9999
    ///
    /// ```
    /// use termscore_core::value::{Date, Duration};
    ///
    /// let end_of_january = Date::new(2026, 1, 31).expect("a date");
    /// assert_eq!(end_of_january.plus(Duration::months(1)), Date::new(2026, 2, 28));
    /// ```
    #[must_use]
    pub fn plus(self, duration: Duration) -> Option<Self> {
        self.moved(duration, 1)
    }

    /// The day a duration earlier, counted as in [`plus`](Date::plus)
    ///
    /// ```
    /// use termscore_core::value::{Date, Duration};
    ///
    /// let end_of_may = Date::new(2026, 5, 31).expect("a date");
    /// assert_eq!(end_of_may.minus(Duration::months(3)), Date::new(2026, 2, 28));
    /// ```
    #[must_use]
    pub fn minus(self, duration: Duration) -> Option<Self> {
        self.moved(duration, -1)
    }

    /// The last day of a period that begins on this day, this day counted: a year from 1 March ends on the last of
    /// February. Where the last month has no day of this number, the period ends with that month. Absent as for
    /// [`plus`](Date::plus), and for a period of no days
    ///
    /// ```
    /// use termscore_core::value::{Date, Duration};
    ///
    /// let date = |year, month, day| Date::new(year, month, day).expect("a date");
    /// assert_eq!(date(2026, 3, 1).last_day_of(Duration::months(24)), Some(date(2028, 2, 29)));
    /// assert_eq!(date(2026, 1, 31).last_day_of(Duration::months(1)), Some(date(2026, 2, 28)));
    /// assert_eq!(date(2026, 3, 1).last_day_of(Duration::days(90)), Some(date(2026, 5, 29)));
    /// ```
    #[must_use]
    pub fn last_day_of(self, period: Duration) -> Option<Self> {
        let (months, rest) = period.split_months()?;
        let (there, is_cut) = self.plus_months(i64::from(months))?;
        let next = if is_cut { there.plus_days(1)? } else { there };
        let last = next.plus(rest)?.plus_days(-1)?;
        (last >= self).then_some(last)
    }

    fn moved(self, duration: Duration, direction: i64) -> Option<Self> {
        let (months, _) = duration.split_months()?;
        let (days, business_days, minutes) = duration.below_months()?;
        let (there, _) = self.plus_months(direction * i64::from(months))?;
        let mut date = there.plus_days(direction * (i64::from(days) + i64::from(minutes.div_ceil(DAY))))?;
        // Whole weeks at once: a duration may have billions of days.
        let (weeks, odd) = (business_days / 5, business_days % 5);
        date = date.plus_days(direction * 7 * i64::from(weeks))?;
        let mut left = odd;
        while left > 0 {
            date = date.plus_days(direction)?;
            left -= u32::from(!date.is_weekend());
        }
        // Whole weeks from a weekend end on one.
        while weeks > 0 && date.is_weekend() {
            date = date.plus_days(-direction)?;
        }
        Some(date)
    }

    /// Whole months later or earlier; true if the month there has no day of this number, so that its last was taken.
    fn plus_months(self, n_months: i64) -> Option<(Self, bool)> {
        let months = i64::from(self.year()) * 12 + i64::from(self.month()) - 1 + n_months;
        let year = u16::try_from(months.div_euclid(12)).ok()?;
        let month = u8::try_from(months.rem_euclid(12) + 1).ok()?;
        let same = Date::new(year, month, self.day());
        let last = || (28..=31).rev().find_map(|day| Date::new(year, month, day));
        same.map(|it| (it, false)).or_else(|| last().map(|it| (it, true)))
    }

    /// Days since 1 January of year 1.
    fn number(self) -> i64 {
        let (year, month, day) = (i64::from(self.year()), i64::from(self.month()), i64::from(self.day()));
        // Years that begin in March, so that the leap day is the last: Hinnant, "chrono-compatible low-level date
        // algorithms".
        let year = if month <= 2 { year - 1 } else { year };
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 306
    }
}

/// The day of a number, in the years 1 to 9999.
fn from_number(number: i64) -> Option<Date> {
    let days = number.checked_add(306)?;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Date::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> Date {
        let mut parts = text.split('-').map(|it| it.parse::<u16>().expect("a number"));
        let mut next = || parts.next().expect("three numbers");
        let (year, month, day) = (next(), next(), next());
        Date::new(year, u8::try_from(month).expect("a month"), u8::try_from(day).expect("a day"))
            .expect("a date")
    }

    #[test]
    fn days_are_counted_over_leap_years() {
        assert_eq!(date("0001-01-01").number(), 0);
        assert_eq!(date("1970-01-01").number(), 719_162);
        assert_eq!(date("2026-11-26").days_until(date("2026-12-26")), 30);
        assert_eq!(date("2000-02-28").plus_days(2), Some(date("2000-03-01")));
        assert_eq!(date("1900-02-28").plus_days(1), Some(date("1900-03-01")));
        assert_eq!(date("9999-12-31").plus_days(1), None);
        assert_eq!(date("0001-01-01").plus_days(-1), None);
        assert_eq!(date("2026-01-01").plus_days(i64::MAX), None);
    }

    #[test]
    fn months_end_where_the_calendar_lets_them() {
        for (from, months, expected) in [
            ("2026-01-31", 1, "2026-02-28"),
            ("2028-01-31", 1, "2028-02-29"),
            ("2028-02-29", 12, "2029-02-28"),
            ("2026-08-31", 6, "2027-02-28"),
            ("2026-12-15", 1, "2027-01-15"),
        ] {
            assert_eq!(date(from).plus(Duration::months(months)), Some(date(expected)), "{from} + {months}");
        }
        assert_eq!(date("2026-05-31").minus(Duration::months(3)), Some(date("2026-02-28")));
        assert_eq!(date("2026-01-31").minus(Duration::months(2)), Some(date("2025-11-30")));
        assert_eq!(date("2026-01-01").plus(Duration::PERPETUAL), None);
        assert_eq!(date("2026-01-01").plus(Duration::months(u32::MAX)), None);
    }

    #[test]
    fn periods_end_on_the_day_before_they_began() {
        for (from, period, expected) in [
            ("2026-03-01", Duration::months(24), "2028-02-29"),
            ("2026-01-01", Duration::months(12), "2026-12-31"),
            ("2026-01-31", Duration::months(1), "2026-02-28"),
            ("2028-02-29", Duration::months(12), "2029-02-28"),
            ("2026-03-01", Duration::days(1), "2026-03-01"),
        ] {
            assert_eq!(date(from).last_day_of(period), Some(date(expected)), "{from} for {period}");
        }
        assert_eq!(date("2026-03-01").last_day_of(Duration::days(0)), None);
        assert_eq!(date("2026-03-01").last_day_of(Duration::PERPETUAL), None);
    }

    #[test]
    fn business_days_leave_weekends_out() {
        // 27 November 2026 is a Friday.
        let friday = date("2026-11-27");
        assert!(!friday.is_weekend() && date("2026-11-28").is_weekend() && date("2026-11-29").is_weekend());
        assert_eq!(friday.plus(Duration::business_days(1)), Some(date("2026-11-30")));
        assert_eq!(friday.plus(Duration::business_days(10)), Some(date("2026-12-11")));
        assert_eq!(friday.minus(Duration::business_days(5)), Some(date("2026-11-20")));
        assert_eq!(date("2026-11-28").plus(Duration::business_days(5)), Some(date("2026-12-04")));
        assert_eq!(date("2026-11-29").minus(Duration::business_days(5)), Some(date("2026-11-23")));
        assert_eq!(friday.minus(Duration::minutes(24 * 60)), Some(date("2026-11-26")));
        assert_eq!(friday.plus(Duration::minutes(90)), Some(date("2026-11-28")));
    }

    fn any_date() -> impl Strategy<Value = Date> {
        (0..3_652_059_i64).prop_map(|it| from_number(it).expect("within the years 1 to 9999"))
    }

    proptest! {
        #[test]
        fn numbers_stand_for_days(number in 0..3_652_059_i64) {
            let day = from_number(number).expect("a day");
            prop_assert_eq!(day.number(), number);
            if let Some(next) = day.plus_days(1) {
                prop_assert!(next > day);
            }
        }

        #[test]
        fn business_days_are_counted_one_by_one(from in any_date(), n in 0..40_u32) {
            let mut expected = Some(from);
            for _ in 0..n {
                expected = expected.and_then(|it| {
                    (1..=3).find_map(|ahead| it.plus_days(ahead).filter(|it| !it.is_weekend()))
                });
            }
            prop_assert_eq!(from.plus(Duration::business_days(n)), expected);
        }

        #[test]
        fn longer_periods_do_not_end_earlier(from in any_date(), n in 1..600_u32) {
            let (short, long) = (from.last_day_of(Duration::months(n)), from.last_day_of(Duration::months(n + 1)));
            if let (Some(short), Some(long)) = (short, long) {
                prop_assert!(short < long);
            }
        }

        #[test]
        fn periods_follow_each_other_without_a_gap(from in any_date(), n in 1..400_u32) {
            // The day after a period is the day a year, month or day later, or the first of the next month.
            for period in [Duration::months(n), Duration::days(n)] {
                let next = from.last_day_of(period).and_then(|it| it.plus_days(1));
                let later = from.plus(period);
                if let (Some(next), Some(later)) = (next, later) {
                    prop_assert!(next == later || next.day() == 1 && later.plus_days(1) == Some(next));
                }
            }
        }
    }
}
