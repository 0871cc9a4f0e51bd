//! The schemas as a reviewer reads them.

use cdk_core::testing::golden;
use cdk_core::testing::schema::{announced, connection_specification, contract};
use tests::root::root;

use super::spec::Config;
use super::types::Everything;

#[test]
fn a_record_is_announced_as_the_golden_file_says() {
    golden::json(root().join("tests/it/schema/announced.json"), &announced::<Everything>());
}

#[test]
fn a_contract_is_as_the_golden_file_says() {
    golden::json(root().join("tests/it/schema/contract.json"), &contract::<Everything>());
}

#[test]
fn a_config_is_specified_as_the_golden_file_says() {
    golden::json(root().join("tests/it/schema/specification.json"), &connection_specification::<Config>());
}
