//! Streams, one file per group.
//!
//! A record struct declares the top-level fields of Stripe's API, with the types that Airbyte announces. Nested values
//! have types if the API documents them (see `types`), else they are kept unchanged. Only `id` is required: the other
//! fields depend on account, country and API version.
//! `"created[gte]" = none` removes the filter if Airbyte's connector does not filter either: for lists without this
//! parameter, and for children of filtered parents.
//! Not here: the options of all streams, such as headers, pagination and `updated` (see the source in `lib.rs`).

mod accounts;
mod balance;
mod charges;
mod checkout;
mod customers;
mod discounts;
mod disputes;
mod events;
mod files;
mod intents;
mod invoices;
mod issuing;
mod payouts;
mod products;
mod subscriptions;

pub(crate) use accounts::{Accounts, ExternalAccountBankAccounts, ExternalAccountCards, Persons};
pub(crate) use balance::{ApplicationFees, ApplicationFeesRefunds, BalanceTransactions, TopUps};
pub(crate) use charges::{Charges, Refunds};
pub(crate) use checkout::{CheckoutSessions, CheckoutSessionsLineItems};
pub(crate) use customers::{BankAccounts, CustomerBalanceTransactions, Customers, PaymentMethods};
pub(crate) use discounts::{Coupons, PromotionCodes};
pub(crate) use disputes::{Disputes, EarlyFraudWarnings, Reviews};
pub(crate) use events::Events;
pub(crate) use files::{FileLinks, Files};
pub(crate) use intents::{PaymentIntents, SetupAttempts, SetupIntents};
pub(crate) use invoices::{CreditNotes, InvoiceItems, InvoiceLineItems, Invoices};
pub(crate) use issuing::{Authorizations, Cardholders, Cards, Transactions};
pub(crate) use payouts::{PayoutBalanceTransactions, Payouts, TransferReversals, Transfers};
pub(crate) use products::{Plans, Prices, Products, ShippingRates};
pub(crate) use subscriptions::{SubscriptionItems, SubscriptionSchedule, Subscriptions, UsageRecords};
