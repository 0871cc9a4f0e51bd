//! Companies and persons of connected accounts.

use cdk_core::prelude::*;

use crate::types::{Address, IdOrObject, JapanAddress, Object, RequirementAlternative, RequirementError};

/// A date of birth.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct DateOfBirth {
    day: Option<f64>,
    month: Option<f64>,
    year: Option<f64>,
}

/// The company of an account.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Company {
    address: Option<Address>,
    address_kana: Option<JapanAddress>,
    address_kanji: Option<JapanAddress>,
    directors_provided: Option<bool>,
    executives_provided: Option<bool>,
    export_license_id: Option<String>,
    export_purpose_code: Option<String>,
    name: Option<String>,
    name_kana: Option<String>,
    name_kanji: Option<String>,
    owners_provided: Option<bool>,
    ownership_declaration: Option<OwnershipDeclaration>,
    phone: Option<String>,
    structure: Option<String>,
    tax_id_provided: Option<bool>,
    tax_id_registrar: Option<String>,
    vat_id_provided: Option<bool>,
    verification: Option<CompanyVerification>,
}

/// The verification of a company's documents.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct CompanyVerification {
    document: Option<VerificationDocument>,
}

/// When and from which address the list of a company's owners was declared complete.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct OwnershipDeclaration {
    #[schemars(extend("type" = ["null", "integer", "string"]))]
    date: Option<Value>,
    ip: Option<String>,
    user_agent: Option<String>,
}

/// A person of an account, such as an owner or representative.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Person {
    id: Option<String>,
    object: Option<String>,
    #[schemars(extend("type" = ["null", "integer", "string"]))]
    created: Option<Value>,
    account: Option<String>,
    address: Option<Address>,
    address_kana: Option<JapanAddress>,
    address_kanji: Option<JapanAddress>,
    dob: Option<DateOfBirth>,
    email: Option<String>,
    first_name: Option<String>,
    first_name_kana: Option<String>,
    first_name_kanji: Option<String>,
    full_name_aliases: Option<Vec<String>>,
    full_requirements: Option<PersonRequirements>,
    future_requirements: Option<PersonRequirements>,
    gender: Option<String>,
    id_number_provided: Option<bool>,
    id_number_secondary_provided: Option<bool>,
    last_name: Option<String>,
    last_name_kana: Option<String>,
    last_name_kanji: Option<String>,
    maiden_name: Option<String>,
    metadata: Option<Object>,
    nationality: Option<String>,
    phone: Option<String>,
    political_exposure: Option<String>,
    registered_address: Option<Address>,
    relationship: Option<Relationship>,
    requirements: Option<PersonRequirements>,
    ssn_last_4_provided: Option<bool>,
    verification: Option<PersonVerification>,
}

/// The identity verification of a person.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PersonVerification {
    additional_document: Option<VerificationDocument>,
    details: Option<String>,
    details_code: Option<String>,
    document: Option<VerificationDocument>,
    status: Option<String>,
}

/// Both sides of an identity document.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct VerificationDocument {
    back: Option<IdOrObject>,
    details: Option<String>,
    details_code: Option<String>,
    front: Option<IdOrObject>,
}

/// The relationship of a person to the account's company.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Relationship {
    director: Option<bool>,
    executive: Option<bool>,
    owner: Option<bool>,
    percent_ownership: Option<f64>,
    representative: Option<bool>,
    title: Option<String>,
}

/// The information that Stripe still requires from a person.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PersonRequirements {
    alternatives: Option<Vec<RequirementAlternative>>,
    currently_due: Option<Vec<String>>,
    errors: Option<Vec<RequirementError>>,
    eventually_due: Option<Vec<String>>,
    past_due: Option<Vec<String>>,
    pending_verification: Option<Vec<String>>,
}
