//! Payments and set-ups under way: what is still to do, and what went wrong.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::types::{BankRedirect, CardChecks, ChargedIdeal, IdOrObject, Object, PaymentMethod, ThreeDSecure};

/// What went wrong, as Stripe's API says it.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ApiError {
    charge: Option<String>,
    code: Option<String>,
    decline_code: Option<String>,
    doc_url: Option<String>,
    message: Option<String>,
    param: Option<String>,
    payment_intent: Option<Object>,
    payment_method: Option<PaymentMethod>,
    payment_method_type: Option<String>,
    request_log_url: Option<String>,
    setup_intent: Option<Object>,
    source: Option<Object>,
    r#type: Option<String>,
}

/// What the amount of a payment is made of.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AmountDetails {
    tip: Option<Tip>,
}

/// The tip in a payment.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Tip {
    amount: Option<i64>,
}

/// A payment that the bank has not answered yet.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Processing {
    card: Option<CardProcessing>,
    r#type: Option<String>,
}

/// A card payment whose customer is told before it.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CardProcessing {
    customer_notification: Option<CustomerNotification>,
}

/// Whether and until when the customer is told.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CustomerNotification {
    approval_requested: Option<bool>,
    completes_at: Option<i64>,
}

/// What the payer has to do next: `type` names the field that is filled.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct NextAction {
    alipay_handle_redirect: Option<AlipayRedirect>,
    boleto_display_details: Option<BoletoDetails>,
    card_await_notification: Option<Object>,
    cashapp_handle_redirect_or_display_qr_code: Option<Object>,
    display_bank_transfer_instructions: Option<Object>,
    konbini_display_details: Option<Object>,
    oxxo_display_details: Option<OxxoDetails>,
    paynow_display_qr_code: Option<Object>,
    pix_display_qr_code: Option<Object>,
    promptpay_display_qr_code: Option<Object>,
    redirect_to_url: Option<RedirectToUrl>,
    r#type: Option<String>,
    use_stripe_sdk: Option<Object>,
    verify_with_microdeposits: Option<VerifyMicrodeposits>,
    wechat_pay_display_qr_code: Option<WechatPayQrCode>,
    wechat_pay_redirect_to_android_app: Option<WechatPayAndroid>,
    wechat_pay_redirect_to_ios_app: Option<WechatPayIos>,
}

/// Where the payer goes on at Alipay.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AlipayRedirect {
    native_data: Option<String>,
    native_url: Option<String>,
    return_url: Option<String>,
    url: Option<String>,
}

/// The boleto to be paid.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct BoletoDetails {
    expires_at: Option<i64>,
    hosted_voucher_url: Option<String>,
    number: Option<String>,
    pdf: Option<String>,
}

/// The OXXO voucher to be paid.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct OxxoDetails {
    expires_after: Option<i64>,
    hosted_voucher_url: Option<String>,
    number: Option<String>,
}

/// Where the payer goes on.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct RedirectToUrl {
    return_url: Option<String>,
    url: Option<String>,
}

/// The small deposits that prove a bank account.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct VerifyMicrodeposits {
    arrival_date: Option<i64>,
    hosted_verification_url: Option<String>,
    microdeposit_type: Option<String>,
}

/// The code that is scanned to pay.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct WechatPayQrCode {
    data: Option<String>,
    hosted_instructions_url: Option<String>,
    image_data_url: Option<String>,
    image_url_png: Option<String>,
    image_url_svg: Option<String>,
}

/// How the Android app is opened to pay.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct WechatPayAndroid {
    app_id: Option<String>,
    nonce_str: Option<String>,
    package: Option<String>,
    partner_id: Option<String>,
    prepay_id: Option<String>,
    sign: Option<String>,
    timestamp: Option<String>,
}

/// How the iOS app is opened to pay.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct WechatPayIos {
    native_url: Option<String>,
}

/// How a payment method was set up: `type` names the field that is filled.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SetupDetails {
    acss_debit: Option<Object>,
    au_becs_debit: Option<Object>,
    bacs_debit: Option<Object>,
    bancontact: Option<BankRedirect>,
    blik: Option<Object>,
    boleto: Option<Object>,
    card: Option<SetupCard>,
    card_present: Option<SetupCardPresent>,
    cashapp: Option<Object>,
    ideal: Option<ChargedIdeal>,
    klarna: Option<Object>,
    link: Option<Object>,
    paypal: Option<Object>,
    sepa_debit: Option<Object>,
    sofort: Option<BankRedirect>,
    r#type: Option<String>,
    us_bank_account: Option<Object>,
}

/// A card that was set up.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SetupCard {
    brand: Option<String>,
    checks: Option<CardChecks>,
    country: Option<String>,
    exp_month: Option<i64>,
    exp_year: Option<i64>,
    fingerprint: Option<String>,
    funding: Option<String>,
    last4: Option<String>,
    network: Option<String>,
    three_d_secure: Option<ThreeDSecure>,
    wallet: Option<SetupWallet>,
}

/// A card that was set up at a terminal.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SetupCardPresent {
    generated_card: Option<IdOrObject>,
}

/// The wallet of a card that was set up.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SetupWallet {
    apple_pay: Option<Object>,
    google_pay: Option<Object>,
    r#type: Option<String>,
}

/// What holds for each payment method when it is set up.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SetupOptions {
    acss_debit: Option<Object>,
    blik: Option<Object>,
    card: Option<SetupCardOptions>,
    link: Option<Object>,
    paypal: Option<Object>,
    sepa_debit: Option<Object>,
    us_bank_account: Option<Object>,
}

/// What holds for a card when it is set up.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SetupCardOptions {
    mandate_options: Option<CardMandate>,
    network: Option<String>,
    request_three_d_secure: Option<String>,
}

/// What a payer of recurring card payments agrees to.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CardMandate {
    amount: Option<i64>,
    amount_type: Option<String>,
    currency: Option<String>,
    description: Option<String>,
    end_date: Option<i64>,
    interval: Option<String>,
    interval_count: Option<i64>,
    reference: Option<String>,
    start_date: Option<i64>,
    supported_types: Option<Vec<String>>,
}
