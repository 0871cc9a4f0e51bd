//! Connected accounts: profile, capabilities, requirements and settings.

use cdk_core::prelude::*;

use crate::types::{Address, IdOrObject};

/// What a connected account sells, and how its customers reach it.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct BusinessProfile {
    annual_revenue: Option<AnnualRevenue>,
    estimated_worker_count: Option<i64>,
    mcc: Option<String>,
    monthly_estimated_revenue: Option<MonthlyRevenue>,
    name: Option<String>,
    product_description: Option<String>,
    support_address: Option<Address>,
    support_email: Option<String>,
    support_phone: Option<String>,
    support_url: Option<String>,
    url: Option<String>,
}

/// What a business earned in one fiscal year.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AnnualRevenue {
    amount: Option<i64>,
    currency: Option<String>,
    fiscal_year_end: Option<String>,
}

/// What a business expects to earn in a month.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct MonthlyRevenue {
    amount: Option<i64>,
    currency: Option<String>,
}

/// The capabilities of a connected account, each `active`, `inactive` or `pending`.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Capabilities {
    acss_debit_payments: Option<String>,
    affirm_payments: Option<String>,
    afterpay_clearpay_payments: Option<String>,
    au_becs_debit_payments: Option<String>,
    bacs_debit_payments: Option<String>,
    bancontact_payments: Option<String>,
    bank_transfer_payments: Option<String>,
    blik_payments: Option<String>,
    boleto_payments: Option<String>,
    card_issuing: Option<String>,
    card_payments: Option<String>,
    cartes_bancaires_payments: Option<String>,
    cashapp_payments: Option<String>,
    eps_payments: Option<String>,
    fpx_payments: Option<String>,
    giropay_payments: Option<String>,
    grabpay_payments: Option<String>,
    ideal_payments: Option<String>,
    india_international_payments: Option<String>,
    jcb_payments: Option<String>,
    klarna_payments: Option<String>,
    konbini_payments: Option<String>,
    legacy_payments: Option<String>,
    link_payments: Option<String>,
    oxxo_payments: Option<String>,
    p24_payments: Option<String>,
    paynow_payments: Option<String>,
    promptpay_payments: Option<String>,
    sepa_debit_payments: Option<String>,
    sofort_payments: Option<String>,
    tax_reporting_us_1099_k: Option<String>,
    tax_reporting_us_1099_misc: Option<String>,
    transfers: Option<String>,
    treasury: Option<String>,
    us_bank_account_ach_payments: Option<String>,
    zip_payments: Option<String>,
}

/// The controller of a connected account.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AccountController {
    is_controller: Option<bool>,
    r#type: Option<String>,
}

/// The information that Stripe still requires from an account, and the deadline.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AccountRequirements {
    alternatives: Option<Vec<RequirementAlternative>>,
    current_deadline: Option<i64>,
    currently_due: Option<Vec<String>>,
    disabled_reason: Option<String>,
    errors: Option<Vec<RequirementError>>,
    eventually_due: Option<Vec<String>>,
    past_due: Option<Vec<String>>,
    pending_verification: Option<Vec<String>>,
}

/// Fields that can be provided instead of others.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct RequirementAlternative {
    alternative_fields_due: Option<Vec<String>>,
    original_fields_due: Option<Vec<String>>,
}

/// Why a provided value was rejected.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct RequirementError {
    code: Option<String>,
    reason: Option<String>,
    requirement: Option<String>,
}

/// Settings of an account: appearance, payments and payouts.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AccountSettings {
    bacs_debit_payments: Option<BacsDebitSettings>,
    branding: Option<BrandingSettings>,
    card_issuing: Option<ServiceSettings>,
    card_payments: Option<CardPaymentsSettings>,
    dashboard: Option<DashboardSettings>,
    payments: Option<PaymentsSettings>,
    payouts: Option<PayoutSettings>,
    sepa_debit_payments: Option<SepaDebitSettings>,
    treasury: Option<ServiceSettings>,
}

/// The name on Bacs debits.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct BacsDebitSettings {
    display_name: Option<String>,
}

/// Pictures and colours of an account.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct BrandingSettings {
    icon: Option<IdOrObject>,
    logo: Option<IdOrObject>,
    primary_color: Option<String>,
    secondary_color: Option<String>,
}

/// Settings for card payments.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CardPaymentsSettings {
    decline_on: Option<DeclineChargeOn>,
    statement_descriptor_prefix: Option<String>,
    statement_descriptor_prefix_kana: Option<String>,
    statement_descriptor_prefix_kanji: Option<String>,
}

/// Which failed checks make a card payment fail.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct DeclineChargeOn {
    avs_failure: Option<bool>,
    cvc_failure: Option<bool>,
}

/// Settings for the dashboard.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct DashboardSettings {
    display_name: Option<String>,
    timezone: Option<String>,
}

/// Texts on the payers' statements.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PaymentsSettings {
    statement_descriptor: Option<String>,
    statement_descriptor_kana: Option<String>,
    statement_descriptor_kanji: Option<String>,
    statement_descriptor_prefix_kana: Option<String>,
    statement_descriptor_prefix_kanji: Option<String>,
}

/// Settings for payouts.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PayoutSettings {
    debit_negative_balances: Option<bool>,
    schedule: Option<PayoutSchedule>,
    statement_descriptor: Option<String>,
}

/// The schedule of payouts.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PayoutSchedule {
    delay_days: Option<i64>,
    interval: Option<String>,
    monthly_anchor: Option<i64>,
    weekly_anchor: Option<String>,
}

/// The creditor of SEPA debits.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SepaDebitSettings {
    creditor_id: Option<String>,
}

/// Whether the terms of a service (card issuing, treasury) are accepted.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ServiceSettings {
    tos_acceptance: Option<TermsAcceptance>,
}

/// When and from where terms were accepted.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct TermsAcceptance {
    date: Option<i64>,
    ip: Option<String>,
    user_agent: Option<String>,
}

/// When, from where and in which form Stripe's terms were accepted.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AccountTermsAcceptance {
    #[schemars(extend("type" = ["null", "integer", "string"]))]
    date: Option<Value>,
    ip: Option<String>,
    service_agreement: Option<String>,
    user_agent: Option<String>,
}
