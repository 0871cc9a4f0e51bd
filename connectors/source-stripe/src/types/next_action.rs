//! The next action of a payer, before a payment continues.

use cdk_core::prelude::*;

use crate::types::Object;

/// The next action of a payer: `type` is the name of the field with a value.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct NextAction {
    alipay_handle_redirect: Option<AlipayRedirect>,
    boleto_display_details: Option<BoletoDetails>,
    card_await_notification: Option<AwaitNotification>,
    cashapp_handle_redirect_or_display_qr_code: Option<CashappInstructions>,
    display_bank_transfer_instructions: Option<BankTransferInstructions>,
    konbini_display_details: Option<KonbiniDetails>,
    oxxo_display_details: Option<OxxoDetails>,
    paynow_display_qr_code: Option<QrCode>,
    pix_display_qr_code: Option<PixQrCode>,
    promptpay_display_qr_code: Option<QrCode>,
    redirect_to_url: Option<RedirectToUrl>,
    r#type: Option<String>,
    use_stripe_sdk: Option<Object>,
    verify_with_microdeposits: Option<VerifyMicrodeposits>,
    wechat_pay_display_qr_code: Option<WechatPayQrCode>,
    wechat_pay_redirect_to_android_app: Option<WechatPayAndroid>,
    wechat_pay_redirect_to_ios_app: Option<WechatPayIos>,
}

/// The redirect to Alipay.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AlipayRedirect {
    native_data: Option<String>,
    native_url: Option<String>,
    return_url: Option<String>,
    url: Option<String>,
}

/// The boleto to pay.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct BoletoDetails {
    expires_at: Option<i64>,
    hosted_voucher_url: Option<String>,
    number: Option<String>,
    pdf: Option<String>,
}

/// The OXXO voucher to pay.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct OxxoDetails {
    expires_after: Option<i64>,
    hosted_voucher_url: Option<String>,
    number: Option<String>,
}

/// A redirect.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct RedirectToUrl {
    return_url: Option<String>,
    url: Option<String>,
}

/// The microdeposits that verify a bank account.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct VerifyMicrodeposits {
    arrival_date: Option<i64>,
    hosted_verification_url: Option<String>,
    microdeposit_type: Option<String>,
}

/// The QR code for WeChat Pay.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct WechatPayQrCode {
    data: Option<String>,
    hosted_instructions_url: Option<String>,
    image_data_url: Option<String>,
    image_url_png: Option<String>,
    image_url_svg: Option<String>,
}

/// How the Android app is opened for the payment.
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

/// How the iOS app is opened for the payment.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct WechatPayIos {
    native_url: Option<String>,
}

/// The payment waits until the customer was notified.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct AwaitNotification {
    charge_attempt_at: Option<i64>,
    customer_approval_required: Option<bool>,
}

/// The payment instructions of Cash App.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CashappInstructions {
    hosted_instructions_url: Option<String>,
    mobile_auth_url: Option<String>,
    qr_code: Option<CashappQrCode>,
}

/// The QR code for Cash App.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CashappQrCode {
    expires_at: Option<i64>,
    image_url_png: Option<String>,
    image_url_svg: Option<String>,
}

/// The voucher for a convenience store.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct KonbiniDetails {
    expires_at: Option<i64>,
    hosted_voucher_url: Option<String>,
    stores: Option<KonbiniCodes>,
}

/// The payment codes of each chain of convenience stores.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct KonbiniCodes {
    familymart: Option<KonbiniCode>,
    lawson: Option<KonbiniCode>,
    ministop: Option<KonbiniCode>,
    seicomart: Option<KonbiniCode>,
}

/// The payment code of one chain of convenience stores.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct KonbiniCode {
    confirmation_number: Option<String>,
    payment_code: Option<String>,
}

/// A QR code (PayNow, PromptPay).
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct QrCode {
    data: Option<String>,
    hosted_instructions_url: Option<String>,
    image_url_png: Option<String>,
    image_url_svg: Option<String>,
}

/// The QR code for Pix.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PixQrCode {
    data: Option<String>,
    expires_at: Option<i64>,
    hosted_instructions_url: Option<String>,
    image_url_png: Option<String>,
    image_url_svg: Option<String>,
}

/// Instructions for the bank transfer of the remaining amount.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct BankTransferInstructions {
    amount_remaining: Option<i64>,
    currency: Option<String>,
    financial_addresses: Option<Vec<FinancialAddress>>,
    hosted_instructions_url: Option<String>,
    reference: Option<String>,
    r#type: Option<String>,
}

/// One bank account for a transfer: `type` is the name of the field with a value.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct FinancialAddress {
    iban: Option<IbanAddress>,
    sort_code: Option<SortCodeAddress>,
    spei: Option<SpeiAddress>,
    supported_networks: Option<Vec<String>>,
    r#type: Option<String>,
    zengin: Option<ZenginAddress>,
}

/// A bank account with an IBAN.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct IbanAddress {
    account_holder_name: Option<String>,
    bic: Option<String>,
    country: Option<String>,
    iban: Option<String>,
}

/// A bank account in the United Kingdom.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SortCodeAddress {
    account_holder_name: Option<String>,
    account_number: Option<String>,
    sort_code: Option<String>,
}

/// A bank account in Mexico.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct SpeiAddress {
    bank_code: Option<String>,
    bank_name: Option<String>,
    clabe: Option<String>,
}

/// A bank account in Japan.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ZenginAddress {
    account_holder_name: Option<String>,
    account_number: Option<String>,
    account_type: Option<String>,
    bank_code: Option<String>,
    bank_name: Option<String>,
    branch_code: Option<String>,
    branch_name: Option<String>,
}
