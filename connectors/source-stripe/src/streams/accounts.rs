//! Connected accounts, their persons, and their external bank accounts and cards.

use cdk_core::prelude::*;

use crate::Stripe;
use crate::types::{
    AccountController, AccountRequirements, AccountSettings, AccountTermsAcceptance, Address, BusinessProfile,
    Capabilities, Company, DateOfBirth, List, Object, Person, PersonRequirements, PersonVerification, Relationship,
};
use crate::updates::{by_events, in_full};

/// An account of Stripe that is connected to this one.
// Changes of a connected account are among its own events, not among those of this account.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, params("created[gte]" = none), cache, cursor_field = "updated", define = in_full)]
pub(crate) struct Accounts {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    business_profile: Option<BusinessProfile>,
    business_type: Option<String>,
    capabilities: Option<Capabilities>,
    charges_enabled: Option<bool>,
    company: Option<Company>,
    controller: Option<AccountController>,
    country: Option<String>,
    default_currency: Option<String>,
    details_submitted: Option<bool>,
    email: Option<String>,
    external_accounts: Option<List<Object>>,
    future_requirements: Option<AccountRequirements>,
    individual: Option<Person>,
    metadata: Option<Object>,
    payouts_enabled: Option<bool>,
    requirements: Option<AccountRequirements>,
    settings: Option<AccountSettings>,
    tos_acceptance: Option<AccountTermsAcceptance>,
    r#type: Option<String>,
}

/// A person of a connected account, such as an owner or representative.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Stripe, parent(Accounts, as = "account_id"), path = "accounts/{parent.id}/persons", params("created[gte]" = none), cursor_field = "updated",
    define = in_full,
)]
pub(crate) struct Persons {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    account: Option<String>,
    address: Option<Address>,
    address_kana: Option<JsonText>,
    address_kanji: Option<JsonText>,
    dob: Option<DateOfBirth>,
    email: Option<String>,
    first_name: Option<String>,
    first_name_kana: Option<String>,
    first_name_kanji: Option<String>,
    full_name_aliases: Option<JsonText>,
    future_requirements: Option<PersonRequirements>,
    gender: Option<String>,
    id_number_provided: Option<bool>,
    id_number_secondary_provided: Option<JsonText>,
    is_deleted: Option<bool>,
    last_name: Option<String>,
    metadata: Option<Object>,
    nationality: Option<String>,
    phone: Option<String>,
    political_exposure: Option<String>,
    registered_address: Option<JsonText>,
    relationship: Option<Relationship>,
    requirements: Option<PersonRequirements>,
    ssn_last_4_provided: Option<bool>,
    verification: Option<PersonVerification>,
}

/// A bank account for the payouts of an account.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Stripe,
    path = "accounts/{config.account_id}/external_accounts",
    params(object = "bank_account", "created[gte]" = none),
    define = by_events,
)]
pub(crate) struct ExternalAccountBankAccounts {
    id: String,
    object: Option<String>,
    updated: Option<i64>,
    account: Option<String>,
    account_holder_name: Option<String>,
    account_holder_type: Option<String>,
    account_type: Option<String>,
    bank_name: Option<String>,
    country: Option<String>,
    currency: Option<String>,
    fingerprint: Option<String>,
    is_deleted: Option<bool>,
    last4: Option<String>,
    metadata: Option<Object>,
    routing_number: Option<String>,
    status: Option<String>,
}

/// A debit card for the payouts of an account.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Stripe,
    path = "accounts/{config.account_id}/external_accounts",
    params(object = "card", "created[gte]" = none),
    define = by_events,
)]
pub(crate) struct ExternalAccountCards {
    id: String,
    object: Option<String>,
    updated: Option<i64>,
    account: Option<String>,
    address_city: Option<String>,
    address_country: Option<String>,
    address_line1: Option<String>,
    address_line1_check: Option<String>,
    address_line2: Option<String>,
    address_state: Option<String>,
    address_zip: Option<String>,
    address_zip_check: Option<String>,
    brand: Option<String>,
    country: Option<String>,
    cvc_check: Option<String>,
    dynamic_last4: Option<String>,
    exp_month: Option<i64>,
    exp_year: Option<i64>,
    fingerprint: Option<String>,
    funding: Option<String>,
    is_deleted: Option<bool>,
    last4: Option<String>,
    metadata: Option<Object>,
    name: Option<String>,
    redaction: Option<String>,
    tokenization_method: Option<String>,
}
