//! Circuit: `circuit = 20`, or `circuit = none`.
//!
//! In: the input after the attribute's name. Out: a number from 1 to 1,000,000, or `None` for `none`.

use proc_macro2::Literal;
use syn::{Error, Result};

use super::list::whole;
use super::spot::Spot;
use crate::ast::Given;

const MOST: u32 = 1_000_000;
const KIND: &str = "an integer from 1 to 1000000, or `none`";

pub(super) fn circuit(spot: &Spot<'_>) -> Result<Given<Option<Literal>>> {
    if spot.takes_none() {
        return Ok(spot.given(None));
    }
    spot.equals(KIND)?;
    let wrong = spot.wrong_here(KIND);
    let number = whole(spot.input).ok_or(wrong)?;
    match number.base10_parse::<u32>() {
        Ok(requests) if (1..=MOST).contains(&requests) => Ok(spot.given(Some(Literal::u32_suffixed(requests)))),
        _ => Err(Error::new(number.span(), format!("`circuit` must be an integer from 1 to {MOST}, or `none`"))),
    }
}
