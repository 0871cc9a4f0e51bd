//! Airbyte source connector for Stripe.
//!
//! In: an account and a key. Out: the streams of Airbyte's own connector: same names, keys and fields.
//! Every list of Stripe's API is read alike: pages of 100 objects under `data`, the next one after the last object's `id`
//! until `has_more` is false, so everything but the fields is said here once.
//! Not here: incremental reading, from the `events` of the last 30 days.
//!
//! Source: <https://docs.stripe.com/api/pagination>, <https://docs.stripe.com/api/versioning>.

mod config;
mod streams;
mod types;

use cdk_core::prelude::*;

pub use config::Config;
use streams::{Charge, Customer, Event, Invoice, InvoiceLineItem, Plan, Product, Refund};

/// The connector.
#[derive(Source)]
#[source(
    name = "source-stripe",
    config = Config,
    documentation_url = "https://docs.airbyte.com/integrations/sources/stripe",
    url_base = "https://api.stripe.com/v1",
    auth = bearer("{config.client_secret}"),
    headers("Stripe-Version" = "2022-11-15", "Stripe-Account" = "{config.account_id}"),
    params("created[gte]" = "{config.start_date:%s}"),
    records = "data",
    paginate = cursor(token = last("id"), param = "starting_after", more = "has_more", size(limit = 100)),
    undeclared = "keep",
    check = Customer,
    ignores("lookback_window_days", "slice_range", "num_workers", "call_rate_limit"),
    streams(Customer, Charge, Refund, Product, Plan, Invoice, InvoiceLineItem, Event),
)]
pub struct Stripe;
