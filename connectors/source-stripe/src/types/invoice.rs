//! Parts of invoices and credit notes.

use cdk_core::prelude::*;

use crate::types::{IdOrObject, Object, Period, Price, TaxRate};

/// A feature that is enabled or disabled.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Switch {
    enabled: Option<bool>,
}

/// A tax id of a customer.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CustomerTaxId {
    r#type: Option<String>,
    value: Option<String>,
}

/// The liable account: this one or a connected one.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Liability {
    account: Option<String>,
    r#type: Option<String>,
}

/// Whether Stripe calculates the tax, and its status.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AutomaticTax {
    enabled: Option<bool>,
    status: Option<String>,
}

/// A custom field of an invoice.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CustomField {
    name: Option<String>,
    value: Option<String>,
}

/// The invoice settings of a customer: appearance and payment.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CustomerInvoiceSettings {
    custom_fields: Option<Vec<Value>>,
    default_payment_method: Option<IdOrObject>,
    footer: Option<String>,
    rendering_options: Option<RenderingOptions>,
}

/// How taxes are displayed.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct RenderingOptions {
    amount_tax_display: Option<String>,
}

/// Tax of an invoice, a line or a credit note, at one rate.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct TaxAmount {
    amount: Option<i64>,
    inclusive: Option<bool>,
    tax_rate: Option<IdOrObject>,
    taxability_reason: Option<String>,
    taxable_amount: Option<i64>,
}

/// The amount of one discount.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct DiscountAmount {
    amount: Option<i64>,
    discount: Option<IdOrObject>,
}

/// The account that issues an invoice.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Issuer {
    r#type: Option<String>,
}

/// How an invoice is displayed.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Rendering {
    amount_tax_display: Option<String>,
    pdf: Option<RenderingPdf>,
}

/// The PDF of an invoice.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct RenderingPdf {
    page_size: Option<String>,
}

/// The invoice from which this one was created.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct FromInvoice {
    action: Option<String>,
    invoice: Option<IdOrObject>,
}

/// The costs of shipping.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ShippingCost {
    amount_subtotal: Option<i64>,
    amount_tax: Option<i64>,
    amount_total: Option<i64>,
    shipping_rate: Option<IdOrObject>,
    taxes: Option<Vec<LineTax>>,
}

/// The times of an invoice's status changes.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct StatusTransitions {
    finalized_at: Option<i64>,
    marked_uncollectible_at: Option<i64>,
    paid_at: Option<i64>,
    voided_at: Option<i64>,
}

/// The subscription's details at the time of the invoice.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SubscriptionDetails {
    metadata: Option<Object>,
}

/// One line of an invoice.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct LineItem {
    id: Option<String>,
    object: Option<String>,
    amount: Option<i64>,
    amount_excluding_tax: Option<i64>,
    currency: Option<String>,
    description: Option<String>,
    discount_amounts: Option<Vec<DiscountAmount>>,
    discountable: Option<bool>,
    discounts: Option<Vec<IdOrObject>>,
    invoice_item: Option<IdOrObject>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    period: Option<Period>,
    price: Option<Price>,
    proration: Option<bool>,
    proration_details: Option<ProrationDetails>,
    quantity: Option<i64>,
    subscription: Option<IdOrObject>,
    subscription_item: Option<IdOrObject>,
    tax_amounts: Option<Vec<TaxAmount>>,
    tax_rates: Option<Vec<TaxRate>>,
    r#type: Option<String>,
    unit_amount_excluding_tax: Option<String>,
}

/// The line items that a proration refers to.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ProrationDetails {
    credited_items: Option<CreditedItems>,
}

/// The credited line items.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CreditedItems {
    invoice: Option<String>,
    invoice_line_items: Option<Vec<String>>,
}

/// One line of a credit note.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CreditNoteLineItem {
    id: Option<String>,
    object: Option<String>,
    amount: Option<i64>,
    amount_excluding_tax: Option<i64>,
    description: Option<String>,
    discount_amount: Option<i64>,
    discount_amounts: Option<Vec<DiscountAmount>>,
    invoice_line_item: Option<String>,
    livemode: Option<bool>,
    quantity: Option<i64>,
    tax_amounts: Option<Vec<TaxAmount>>,
    tax_rates: Option<Vec<TaxRate>>,
    r#type: Option<String>,
    unit_amount: Option<i64>,
    #[schemars(extend("type" = ["null", "number", "string"]))]
    unit_amount_decimal: Option<Value>,
    #[schemars(extend("type" = ["null", "number", "string"]))]
    unit_amount_excluding_tax: Option<Value>,
}

/// The amount of one tax on a line or a total.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct LineTax {
    amount: Option<i64>,
    rate: Option<TaxRate>,
    taxability_reason: Option<String>,
    taxable_amount: Option<i64>,
}
