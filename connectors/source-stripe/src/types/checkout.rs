//! Checkout: its settings, fields and totals.

use cdk_core::prelude::*;

use crate::types::{
    Address, CustomField, CustomerTaxId, Discount, IdOrObject, Liability, LineTax, Object, RenderingOptions,
};

/// What happens when a checkout expires.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AfterExpiration {
    recovery: Option<CheckoutRecovery>,
}

/// Whether and how an expired checkout can be recovered.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutRecovery {
    allow_promotion_codes: Option<bool>,
    enabled: Option<bool>,
    expires_at: Option<i64>,
    url: Option<String>,
}

/// Whether Stripe calculates the tax of a checkout, and its status.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutTax {
    enabled: Option<bool>,
    liability: Option<Liability>,
    status: Option<String>,
}

/// The customer's consent.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Consent {
    promotions: Option<String>,
    terms_of_service: Option<String>,
}

/// The consent that a checkout requests.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ConsentCollection {
    promotions: Option<String>,
    terms_of_service: Option<String>,
}

/// The amounts before currency conversion.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CurrencyConversion {
    amount_subtotal: Option<i64>,
    amount_total: Option<i64>,
    fx_rate: Option<String>,
    source_currency: Option<String>,
}

/// A custom field of the account.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutField {
    dropdown: Option<CheckoutChoice>,
    key: Option<String>,
    label: Option<CheckoutLabel>,
    numeric: Option<CheckoutText>,
    optional: Option<bool>,
    text: Option<CheckoutText>,
    r#type: Option<String>,
}

/// A custom field with options.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutChoice {
    options: Option<Vec<CheckoutOption>>,
    value: Option<String>,
}

/// An option of a custom field.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutOption {
    label: Option<String>,
    value: Option<String>,
}

/// The label of a custom field.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutLabel {
    custom: Option<String>,
    r#type: Option<String>,
}

/// A custom field for text or digits.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutText {
    maximum_length: Option<i64>,
    minimum_length: Option<i64>,
    value: Option<String>,
}

/// Custom texts next to parts of a checkout.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutTexts {
    shipping_address: Option<CheckoutMessage>,
    #[schemars(extend("type" = ["null", "object", "string"]))]
    submit: Option<Value>,
    terms_of_service: Option<CheckoutMessage>,
}

/// A custom text next to one part of a checkout.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutMessage {
    message: Option<String>,
}

/// The details that the customer entered.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutCustomer {
    address: Option<Address>,
    email: Option<String>,
    name: Option<String>,
    phone: Option<String>,
    tax_exempt: Option<String>,
    tax_ids: Option<Vec<CustomerTaxId>>,
}

/// Whether a paid checkout gets an invoice.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct InvoiceCreation {
    enabled: Option<bool>,
    invoice_data: Option<CheckoutInvoice>,
}

/// The settings of that invoice.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutInvoice {
    account_tax_ids: Option<Vec<IdOrObject>>,
    custom_fields: Option<Vec<CustomField>>,
    description: Option<String>,
    footer: Option<String>,
    issuer: Option<Liability>,
    metadata: Option<Object>,
    rendering_options: Option<RenderingOptions>,
}

/// The countries to which goods can be shipped.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ShippingCountries {
    allowed_countries: Option<Vec<String>>,
}

/// An option for shipping.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ShippingOption {
    shipping_amount: Option<i64>,
    shipping_rate: Option<IdOrObject>,
}

/// The parts of the total of a checkout.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct TotalDetails {
    amount_discount: Option<i64>,
    amount_shipping: Option<i64>,
    amount_tax: Option<i64>,
    breakdown: Option<TotalBreakdown>,
}

/// Each discount and tax in a total.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct TotalBreakdown {
    discounts: Option<Vec<LineDiscount>>,
    taxes: Option<Vec<LineTax>>,
}

/// The amount of one discount on a line or a total.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct LineDiscount {
    amount: Option<i64>,
    discount: Option<Discount>,
}
