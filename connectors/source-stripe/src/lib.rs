//! Airbyte source connector for Stripe.
//!
//! In: an account and a key. Out: the streams of Airbyte's own connector, with the same names, keys and fields.
//! All lists of Stripe's API have the same pagination: pages of 100 objects under `data`, the next one after the last
//! object's `id` until `has_more` is false. This file declares the options that all streams share. `updated` is filled
//! if the stream declares it: the object's own value, else its creation time, else the time when it is read.
//! `updates` reads new and changed objects from the `events` of the last 30 days, if the stream has any.
//! Not here: the event types of a stream (see `events`).
//!
//! Source: <https://docs.stripe.com/api/pagination>, <https://docs.stripe.com/api/versioning>.

mod config;
mod events;
mod streams;
mod types;
mod updates;

use cdk_core::prelude::*;

pub use config::Config;
use streams::{
    Accounts, ApplicationFees, ApplicationFeesRefunds, Authorizations, BalanceTransactions, BankAccounts, Cardholders,
    Cards, Charges, CheckoutSessions, CheckoutSessionsLineItems, Coupons, CreditNotes, CustomerBalanceTransactions,
    Customers, Disputes, EarlyFraudWarnings, Events, ExternalAccountBankAccounts, ExternalAccountCards, FileLinks,
    Files, InvoiceItems, InvoiceLineItems, Invoices, PaymentIntents, PaymentMethods, PayoutBalanceTransactions,
    Payouts, Persons, Plans, Prices, Products, PromotionCodes, Refunds, Reviews, SetupAttempts, SetupIntents,
    ShippingRates, SubscriptionItems, SubscriptionSchedule, Subscriptions, TopUps, Transactions, TransferReversals,
    Transfers, UsageRecords,
};

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
    primary_key = "id",
    add(updated = first(record.updated, record.created, now)),
    undeclared = "keep",
    check = Customers,
    rate_limit("{config.call_rate_limit}/1s"),
    concurrency = "{config.num_workers}",
    streams(
        Customers, CustomerBalanceTransactions, BankAccounts, PaymentMethods, Charges, Refunds,
        PaymentIntents, SetupIntents, SetupAttempts, Disputes, EarlyFraudWarnings, Reviews,
        BalanceTransactions, TopUps, ApplicationFees, ApplicationFeesRefunds, Payouts,
        PayoutBalanceTransactions, Transfers, TransferReversals, Accounts, Persons,
        ExternalAccountBankAccounts, ExternalAccountCards, Products, Prices, Plans, ShippingRates, Coupons,
        PromotionCodes, Invoices, InvoiceLineItems, InvoiceItems, CreditNotes, Subscriptions,
        SubscriptionItems, SubscriptionSchedule, UsageRecords, CheckoutSessions, CheckoutSessionsLineItems,
        Cardholders, Cards, Authorizations, Transactions, Files, FileLinks, Events,
    ),
)]
pub struct Stripe;
