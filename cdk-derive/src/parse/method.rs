//! Method: `method = "POST"`, and the methods that a stream's requests may have.
//!
//! In: the input after the attribute's name. Out: the method's name.

use syn::{LitStr, Result};

use super::spot::Spot;
use crate::ast::Given;

/// RFC 9110 §9 and RFC 5789, without methods whose responses contain no records (HEAD has no body).
pub(super) const METHODS: &[(&str, &str)] =
    &[("GET", "GET"), ("POST", "POST"), ("PUT", "PUT"), ("PATCH", "PATCH"), ("DELETE", "DELETE")];

pub(super) fn method(spot: &Spot<'_>) -> Result<Given<LitStr>> {
    spot.choice(METHODS).map(|choice| spot.given(choice.value.literal))
}
