//! Values of options.

use termscore::{
    rule::Points,
    value::{Date, Type, Value, literal},
};

/// A number of points from 0 to 100 with at most three decimals.
pub(super) fn points(text: &str) -> Result<Points, String> {
    let wrong = || String::from("give a number from 0 to 100, such as 60 or 62.5");
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || decimals.len() > 3 {
        return Err(wrong());
    }
    let thousandths: i64 = format!("{whole}{decimals:0<3}").parse().map_err(|_| wrong())?;
    Some(Points(thousandths)).filter(|it| *it <= Points::FULL).ok_or_else(wrong)
}

/// A day.
pub(super) fn date(text: &str) -> Result<Date, String> {
    match literal(Type::Date, text.trim()) {
        Some(Value::Date(it)) => Ok(it),
        _ => Err("give a day such as 2026-01-31".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_have_at_most_three_decimals() {
        assert_eq!(points("60"), Ok(Points(60_000)));
        assert_eq!(points("62.5"), Ok(Points(62_500)));
        assert_eq!(points("100"), Ok(Points(100_000)));
        for wrong in ["", "-1", "100.001", "1.2345", "abc", "1.", "6 0", "9999999999999999999999"] {
            assert!(points(wrong).is_err(), "{wrong}");
        }
    }
}
