//! A record holds no `Secret`, however its type is written.

use std::collections::HashMap;

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Account))]
struct Accounts;

type Token = Secret;
type Maybe = Option<Secret>;

#[derive(Serialize, Deserialize, JsonSchema)]
struct Extra {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Accounts)]
struct Account {
    plain: Secret,
    option: Option<Secret>,
    list: Vec<cdk_core::Secret>,
    boxed: Box<::cdk_core::prelude::Secret>,
    values: Option<HashMap<String, Secret>>,
    pair: (u8, Secret),
    array: [cdk_core::secret::Secret; 2],
    alias: Token,
    alias_of_option: Maybe,
    #[serde(rename = "else")]
    renamed: Secret2,
    #[serde(skip_serializing)]
    is_not_written: Secret,
    #[serde(flatten)]
    extra: Extra,
}

use cdk_core::Secret as Secret2;

fn main() {}
