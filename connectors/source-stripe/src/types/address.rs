//! Addresses, shipping and billing details.

use cdk_core::prelude::*;

/// A postal address.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Address {
    city: Option<String>,
    country: Option<String>,
    line1: Option<String>,
    line2: Option<String>,
    postal_code: Option<String>,
    state: Option<String>,
}

/// An address in Japan, in one of its scripts.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct JapanAddress {
    city: Option<String>,
    country: Option<String>,
    line1: Option<String>,
    line2: Option<String>,
    postal_code: Option<String>,
    state: Option<String>,
    town: Option<String>,
}

/// The shipping address and the carrier.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Shipping {
    address: Option<Address>,
    carrier: Option<String>,
    name: Option<String>,
    phone: Option<String>,
    tracking_number: Option<String>,
}

/// The billing details of a payment.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct BillingDetails {
    address: Option<Address>,
    email: Option<String>,
    name: Option<String>,
    phone: Option<String>,
}

/// The size of a parcel in inches, and its weight in ounces.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PackageDimensions {
    height: Option<f64>,
    length: Option<f64>,
    weight: Option<f64>,
    width: Option<f64>,
}
