//! What a checkout shows, asks for and sums up.

use cdk_core::prelude::*;

use crate::types::{
    Address, CustomField, CustomerTaxId, Discount, IdOrObject, Liability, LineTax, Object, RenderingOptions,
};

/// What happens when a checkout expires.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AfterExpiration {
    recovery: Option<CheckoutRecovery>,
}

/// Whether and how an expired checkout can be taken up again.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutRecovery {
    allow_promotion_codes: Option<bool>,
    enabled: Option<bool>,
    expires_at: Option<i64>,
    url: Option<String>,
}

/// Whether Stripe reckons the tax of a checkout, and how that went.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutTax {
    enabled: Option<bool>,
    liability: Option<Liability>,
    status: Option<String>,
}

/// What the customer agreed to.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Consent {
    promotions: Option<String>,
    terms_of_service: Option<String>,
}

/// What the customer is asked to agree to.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ConsentCollection {
    promotions: Option<String>,
    terms_of_service: Option<String>,
}

/// What the amounts were before they were converted.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CurrencyConversion {
    amount_subtotal: Option<i64>,
    amount_total: Option<i64>,
    fx_rate: Option<String>,
    source_currency: Option<String>,
}

/// A question of the account's own.
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

/// A question with answers to choose from.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutChoice {
    options: Option<Vec<CheckoutOption>>,
    value: Option<String>,
}

/// One answer to choose.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutOption {
    label: Option<String>,
    value: Option<String>,
}

/// The words of a question.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutLabel {
    custom: Option<String>,
    r#type: Option<String>,
}

/// A question that is answered in words or digits.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutText {
    maximum_length: Option<i64>,
    minimum_length: Option<i64>,
    value: Option<String>,
}

/// Words of the account's own beside parts of a checkout.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutTexts {
    shipping_address: Option<CheckoutMessage>,
    #[schemars(extend("type" = ["null", "object", "string"]))]
    submit: Option<Value>,
    terms_of_service: Option<CheckoutMessage>,
}

/// Words beside one part of a checkout.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CheckoutMessage {
    message: Option<String>,
}

/// What the customer filled in.
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

/// How that invoice looks.
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

/// Where goods can be sent to.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ShippingCountries {
    allowed_countries: Option<Vec<String>>,
}

/// One way to have goods sent.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ShippingOption {
    shipping_amount: Option<i64>,
    shipping_rate: Option<IdOrObject>,
}

/// What the total of a checkout is made of.
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

/// What one discount took off a line or a total.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct LineDiscount {
    amount: Option<i64>,
    discount: Option<Discount>,
}
