//! Checkouts: pages on which customers pay.

use cdk_core::prelude::*;

use crate::Stripe;
use crate::types::{
    AfterExpiration, CheckoutCustomer, CheckoutField, CheckoutMethodOptions, CheckoutTax, CheckoutTexts, Consent,
    ConsentCollection, CurrencyConversion, InvoiceCreation, LineDiscount, LineTax, MethodConfiguration, Object, Price,
    Shipping, ShippingCost, ShippingCountries, ShippingOption, Switch, TotalDetails,
};
use crate::updates::{by_events, in_full};

/// One visit of a customer to a payment page.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, path = "checkout/sessions", params("created[gte]" = none), cache, define = by_events)]
pub(crate) struct CheckoutSessions {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    after_expiration: Option<AfterExpiration>,
    allow_promotion_codes: Option<bool>,
    amount_subtotal: Option<i64>,
    amount_total: Option<i64>,
    automatic_tax: Option<CheckoutTax>,
    billing_address_collection: Option<String>,
    cancel_url: Option<String>,
    client_reference_id: Option<String>,
    client_secret: Option<String>,
    consent: Option<Consent>,
    consent_collection: Option<ConsentCollection>,
    currency: Option<String>,
    currency_conversion: Option<CurrencyConversion>,
    custom_fields: Option<Vec<CheckoutField>>,
    custom_text: Option<CheckoutTexts>,
    customer: Option<String>,
    customer_creation: Option<String>,
    customer_details: Option<CheckoutCustomer>,
    customer_email: Option<String>,
    expires_at: Option<i64>,
    invoice: Option<String>,
    invoice_creation: Option<InvoiceCreation>,
    livemode: Option<bool>,
    locale: Option<String>,
    metadata: Option<Object>,
    mode: Option<String>,
    payment_intent: Option<String>,
    payment_link: Option<String>,
    payment_method_collection: Option<String>,
    payment_method_configuration_details: Option<MethodConfiguration>,
    payment_method_options: Option<CheckoutMethodOptions>,
    payment_method_types: Option<Vec<String>>,
    payment_status: Option<String>,
    phone_number_collection: Option<Switch>,
    recovered_from: Option<String>,
    setup_intent: Option<String>,
    shipping: Option<Shipping>,
    shipping_address_collection: Option<ShippingCountries>,
    shipping_cost: Option<ShippingCost>,
    shipping_details: Option<Shipping>,
    shipping_options: Option<Vec<ShippingOption>>,
    status: Option<String>,
    submit_type: Option<String>,
    subscription: Option<String>,
    success_url: Option<String>,
    tax_id_collection: Option<Switch>,
    total_details: Option<TotalDetails>,
    ui_mode: Option<String>,
    url: Option<String>,
}

/// A line item of a checkout session.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Stripe, parent(CheckoutSessions, as = "checkout_session_id", incremental),
    path = "checkout/sessions/{parent.id}/line_items",
    params("expand[]" = ["data.discounts", "data.taxes"], "created[gte]" = none),
    add(checkout_session_id = parent.id, checkout_session_created = parent.created, checkout_session_updated = parent.updated, checkout_session_expires_at = parent.expires_at),
    cursor_field = "checkout_session_updated", define = in_full,
)]
pub(crate) struct CheckoutSessionsLineItems {
    id: String,
    object: Option<String>,
    amount_discount: Option<i64>,
    amount_subtotal: Option<i64>,
    amount_tax: Option<i64>,
    amount_total: Option<i64>,
    checkout_session_created: Option<i64>,
    checkout_session_expires_at: Option<i64>,
    checkout_session_id: Option<String>,
    checkout_session_updated: Option<i64>,
    currency: Option<String>,
    description: Option<String>,
    discounts: Option<Vec<LineDiscount>>,
    price: Option<Price>,
    quantity: Option<i64>,
    taxes: Option<Vec<LineTax>>,
}
