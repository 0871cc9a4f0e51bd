//! Concurrency: `concurrency = 8`, `concurrency = "{config.num_workers}"`.
//!
//! In: the input after the attribute's name. Out: a number from 1 to 256, or a template.

use syn::{Error, LitStr, Result};

use super::list::whole;
use super::spot::Spot;
use crate::ast::{Given, Value};

/// Core's bound, `stream::MOST_REQUESTS`.
const MOST: u64 = 256;
const KIND: &str = "an integer from 1 to 256, or a template";

pub(super) fn concurrency(spot: &Spot<'_>) -> Result<Given<Value>> {
    spot.equals(KIND)?;
    if spot.input.peek(LitStr) {
        return Ok(spot.given(Value::Text(spot.template_here(KIND)?)));
    }
    let wrong = spot.wrong_here(KIND);
    let number = whole(spot.input).ok_or(wrong)?;
    match super::entry::number(&number) {
        Some(scalar) if number.base10_parse().is_ok_and(|number: u64| (1..=MOST).contains(&number)) => {
            Ok(spot.given(Value::Scalar(scalar)))
        }
        _ => Err(Error::new(number.span(), format!("`concurrency` must be an integer from 1 to {MOST}"))),
    }
}
