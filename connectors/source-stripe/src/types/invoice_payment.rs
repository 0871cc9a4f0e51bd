//! Payment settings of invoices and subscriptions.

use cdk_core::prelude::*;

use crate::types::{InCountry, Object, Switch};

/// The payment settings of an invoice.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct InvoicePaymentSettings {
    default_mandate: Option<String>,
    payment_method_options: Option<InvoiceMethodOptions>,
    payment_method_types: Option<Vec<String>>,
}

/// The options of each payment method of an invoice.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct InvoiceMethodOptions {
    acss_debit: Option<InvoiceAcssDebit>,
    bancontact: Option<InvoiceBancontact>,
    card: Option<InvoiceCard>,
    customer_balance: Option<InvoiceBankTransfer>,
    konbini: Option<Object>,
    us_bank_account: Option<InvoiceUsBankAccount>,
}

/// Options for invoices paid by debit in Canada.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct InvoiceAcssDebit {
    mandate_options: Option<InvoiceAcssMandate>,
    verification_method: Option<String>,
}

/// The mandate of a payer by debit in Canada.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct InvoiceAcssMandate {
    transaction_type: Option<String>,
}

/// The language of Bancontact's payment page.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct InvoiceBancontact {
    preferred_language: Option<String>,
}

/// Options for invoices paid by card.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct InvoiceCard {
    installments: Option<Switch>,
    request_three_d_secure: Option<String>,
}

/// Options for invoices paid from a customer's cash balance.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct InvoiceBankTransfer {
    bank_transfer: Option<BankTransfer>,
    funding_type: Option<String>,
}

/// How a customer's cash balance is funded.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct BankTransfer {
    eu_bank_transfer: Option<InCountry>,
    r#type: Option<String>,
}

/// Options for invoices paid from a bank account in the United States.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct InvoiceUsBankAccount {
    financial_connections: Option<LinkedAccountOptions>,
    verification_method: Option<String>,
}

/// The permissions for a linked bank account.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct LinkedAccountOptions {
    permissions: Option<Vec<String>>,
}

/// The mandate of a payer of a subscription by card.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SubscriptionCardMandate {
    amount: Option<i64>,
    amount_type: Option<String>,
    description: Option<String>,
}

/// Options for subscriptions paid by card.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SubscriptionCard {
    mandate_options: Option<SubscriptionCardMandate>,
    network: Option<String>,
    request_three_d_secure: Option<String>,
}

/// The options of each payment method of a subscription.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SubscriptionMethodOptions {
    acss_debit: Option<InvoiceAcssDebit>,
    bancontact: Option<InvoiceBancontact>,
    card: Option<SubscriptionCard>,
    customer_balance: Option<InvoiceBankTransfer>,
    konbini: Option<Object>,
    us_bank_account: Option<InvoiceUsBankAccount>,
}

/// The payment settings of a subscription.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SubscriptionPaymentSettings {
    payment_method_options: Option<SubscriptionMethodOptions>,
    payment_method_types: Option<Vec<String>>,
    save_default_payment_method: Option<String>,
}
