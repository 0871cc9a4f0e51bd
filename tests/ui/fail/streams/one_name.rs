//! Two streams of one name.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Order, orders::Order, OldOrder, Alias))]
struct Shop;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, name = "orders")]
struct Order {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, name = "orders")]
struct OldOrder {
    id: u64,
}

type Alias = orders::Order;

mod orders {
    use super::*;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Shop)]
    pub struct Order {
        id: u64,
    }
}

fn main() {}
