//! Every small example with the test that stands in it.
//!
//! They are compiled into one binary here, and not each into a test binary of its own, which is quicker to link.

#![allow(clippy::unwrap_used, reason = "a test fails loudly, its helpers too")]
#![allow(dead_code, reason = "every example has a `main`, which no test calls")]

#[path = "../src/small/by_hand.rs"]
mod by_hand;
#[path = "../src/small/custom_auth.rs"]
mod custom_auth;
#[path = "../src/small/dynamic.rs"]
mod dynamic;
#[path = "../src/small/graphql.rs"]
mod graphql;
#[path = "../src/small/hooks.rs"]
mod hooks;
#[path = "../src/small/link_header.rs"]
mod link_header;
#[path = "../src/small/nested.rs"]
mod nested;
#[path = "../src/small/page_numbers.rs"]
mod page_numbers;
#[path = "../src/small/slices.rs"]
mod slices;
