//! A function of serde hides what a field looks like.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

mod epoch {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(value: &u64, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(*value)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
        u64::deserialize(from)
    }
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Employee))]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees)]
struct Employee {
    #[serde(with = "epoch")]
    hidden: u64,
    #[serde(with = "epoch")]
    #[schemars(with = "u64")]
    shown: u64,
}

fn main() {}
