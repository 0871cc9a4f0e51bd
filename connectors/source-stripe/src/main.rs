//! Stripe.
fn main() {}
