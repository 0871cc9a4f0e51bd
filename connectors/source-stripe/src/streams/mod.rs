//! Streams, one file a family.
//!
//! A record struct declares what Stripe's API may send at the top level; what lies deeper is `Object` or `Value` and passes
//! as it came. Only `id` is required: accounts, countries and API versions differ in everything else.
//! `updated` is what a first sync knows: the time of creation, for objects that do not say it themselves.
//! Not here: addresses, headers and pages, which are the same for all streams (see the source in `lib.rs`).

mod customers;
mod events;
mod invoices;
mod payments;
mod products;

pub(crate) use customers::Customer;
pub(crate) use events::Event;
pub(crate) use invoices::{Invoice, InvoiceLineItem};
pub(crate) use payments::{Charge, Refund};
pub(crate) use products::{Plan, Product};
