//! Customers, their balance and their payment methods.

use cdk_core::prelude::*;

use crate::Stripe;
use crate::types::{
    AcssDebit, Address, BacsDebit, BecsDebit, BillingDetails, Boleto, Card, Cashapp, ChosenBank,
    CustomerInvoiceSettings, Discount, Ideal, InCountry, List, MethodCard, MethodCardPresent, MethodInterac, Object,
    SepaDebit, Shipping,
};
use crate::updates::{below_then_by_events, by_events};

/// A customer of the account.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, cache, define = by_events)]
pub(crate) struct Customers {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    account_balance: Option<i64>,
    address: Option<Address>,
    balance: Option<i64>,
    cards: Option<Vec<Card>>,
    currency: Option<String>,
    default_card: Option<String>,
    default_source: Option<String>,
    delinquent: Option<bool>,
    description: Option<String>,
    discount: Option<Discount>,
    email: Option<String>,
    invoice_prefix: Option<String>,
    invoice_settings: Option<CustomerInvoiceSettings>,
    is_deleted: Option<bool>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    name: Option<String>,
    next_invoice_sequence: Option<i64>,
    phone: Option<String>,
    preferred_locales: Option<Vec<String>>,
    shipping: Option<Shipping>,
    #[schemars(extend("type" = ["null", "array", "object"]))]
    sources: Option<Value>,
    subscriptions: Option<List<Object>>,
    tax_exempt: Option<String>,
    tax_info: Option<JsonText>,
    tax_info_verification: Option<JsonText>,
    test_clock: Option<String>,
}

/// A change of a customer's credit balance.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Stripe, parent(Customers, only = is_there, as = "customer_id", incremental), add(updated = none),
    path = "customers/{parent.id}/balance_transactions", params("created[gte]" = none),
    cursor_field = "created", incremental(format = "%s", order = desc),
)]
pub(crate) struct CustomerBalanceTransactions {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    amount: Option<f64>,
    credit_note: Option<String>,
    currency: Option<String>,
    customer: Option<String>,
    description: Option<String>,
    ending_balance: Option<f64>,
    invoice: Option<String>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    r#type: Option<String>,
}

fn is_there(cx: &Cx<'_, CustomerBalanceTransactions>) -> Result<bool> {
    Ok(cx.parent()?.is_deleted != Some(true))
}

/// Customers with their payment sources, which only this request expands: the parents of bank accounts.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, path = "customers", params("expand[]" = ["data.sources"]), cache)]
pub(crate) struct CustomerSources {
    id: String,
}

/// A bank account of a customer.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Stripe, path = "customers/{parent.id}/bank_accounts", params("created[gte]" = none),
    parent(CustomerSources, from = "sources.data", more = "sources.has_more", as = "customer_id"), filter = is_bank_account, define = below_then_by_events,
)]
pub(crate) struct BankAccounts {
    id: String,
    object: Option<String>,
    updated: Option<i64>,
    account_holder_name: Option<String>,
    account_holder_type: Option<String>,
    account_type: Option<String>,
    bank_name: Option<String>,
    country: Option<String>,
    currency: Option<String>,
    customer: Option<String>,
    fingerprint: Option<String>,
    is_deleted: Option<bool>,
    last4: Option<String>,
    metadata: Option<Object>,
    routing_number: Option<String>,
    status: Option<String>,
}

/// The list also contains cards.
fn is_bank_account(cx: &Cx<'_, BankAccounts>) -> Result<bool> {
    Ok(cx.record()?.object.as_deref() == Some("bank_account"))
}

/// A payment method of a customer.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Stripe,
    parent(Customers, as = "customer_id"),
    path = "customers/{parent.id}/payment_methods",
    params("created[gte]" = none),
    define = below_then_by_events,
)]
pub(crate) struct PaymentMethods {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    acss_debit: Option<AcssDebit>,
    affirm: Option<Object>,
    afterpay_clearpay: Option<Object>,
    alipay: Option<Object>,
    allow_redisplay: Option<String>,
    amazon_pay: Option<Object>,
    au_becs_debit: Option<BecsDebit>,
    bacs_debit: Option<BacsDebit>,
    bancontact: Option<Object>,
    billing_details: Option<BillingDetails>,
    blik: Option<Object>,
    boleto: Option<Boleto>,
    card: Option<MethodCard>,
    card_present: Option<MethodCardPresent>,
    cashapp: Option<Cashapp>,
    customer: Option<String>,
    eps: Option<ChosenBank>,
    fpx: Option<ChosenBank>,
    giropay: Option<Object>,
    grabpay: Option<Object>,
    ideal: Option<Ideal>,
    interac_present: Option<MethodInterac>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    oxxo: Option<Object>,
    p24: Option<ChosenBank>,
    sepa_debit: Option<SepaDebit>,
    sofort: Option<InCountry>,
    r#type: Option<String>,
}
