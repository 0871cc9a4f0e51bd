//! Fields whose types have no schema.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

mod chrono {
    #[derive(Clone)]
    pub struct Utc;
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct DateTime<T> {
        #[serde(skip)]
        zone: std::marker::PhantomData<T>,
    }
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct NaiveDate;
}

use chrono::NaiveDate;

#[derive(Serialize, Deserialize)]
struct Uuid;

#[derive(Serialize, Deserialize)]
struct Address {
    city: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Employee))]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, cursor_field = "created")]
struct Employee {
    created: chrono::DateTime<chrono::Utc>,
    born: Option<NaiveDate>,
    uuid: Uuid,
    addresses: Vec<Address>,
    #[schemars(with = "String")]
    hired: chrono::DateTime<chrono::Utc>,
}

fn main() {}
