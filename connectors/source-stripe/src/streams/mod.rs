//! Streams, one file a family.
//!
//! A record struct declares what Stripe's API may send at the top level, with the types that Airbyte announces; what lies
//! deeper is typed where the API documents it (see `types`), and passes as it came where it does not. Only `id` is required:
//! accounts, countries and API versions differ in everything else.
//! `"created[gte]" = none` stands where Airbyte's connector asks without a bound too: lists that know no such parameter, and
//! children, whose parents are bounded.
//! Not here: what all streams share, such as headers, pages and `updated` (see the source in `lib.rs`).

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
