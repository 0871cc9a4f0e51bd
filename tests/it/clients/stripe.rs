//! source-stripe before the outside judges, reading from localstripe.
//!
//! Every list has more than one page, except that of an invoice's lines: localstripe refuses a second page there, and any
//! `created[…]`; both are read from a scripted API in the connector's own tests.

use serde_json::{Value, json};
use tests::binary::binary;
use tests::clients::{Verdict, pyairbyte, standard_tests};
use tests::files::Files;
use tests::localstripe::{KEY, Localstripe};
use tests::options;

use super::judged::all_commands_pass;

/// One more than a page holds.
const OBJECTS: usize = 101;

/// What [`filled`] makes: with each subscription come an invoice of two lines and a charge, with each change an event.
const EXPECTED: [&str; 8] = [
    "customers=101",
    "charges=202",
    "refunds=101",
    "products=101",
    "plans=101",
    "invoices=101",
    "invoice_line_items=202",
    "events=708",
];

/// A localstripe with objects of every kind that the connector reads.
fn filled() -> Option<Localstripe> {
    let stripe = Localstripe::start()?;
    let create = |path: &str, form: &str| -> String {
        let created: Value = stripe.create(path, form);
        created["id"].as_str().unwrap().to_owned()
    };
    let mut customer = String::new();
    for number in 0..OBJECTS {
        customer = create("/v1/customers", &format!("email=ada{number}@example.com&name=Ada+%22{number}%22"));
    }
    let card = "card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2030&card[cvc]=123";
    let token = create("/v1/tokens", card);
    create(&format!("/v1/customers/{customer}/sources"), &format!("source={token}"));
    for number in 0..OBJECTS {
        create("/v1/plans", &format!("id=plan-{number}&name=Plan+{number}&amount=500&currency=eur&interval=month"));
        let charge = create("/v1/charges", &format!("amount=1000&currency=eur&customer={customer}"));
        create("/v1/refunds", &format!("amount=10&charge={charge}"));
        create("/v1/invoiceitems", &format!("amount=5&currency=eur&customer={customer}"));
        create("/v1/subscriptions", &format!("customer={customer}&items[0][plan]=plan-{number}"));
    }
    Some(stripe)
}

fn config(key: &str) -> String {
    // Without a start date: localstripe refuses `created[gte]`.
    json!({ "account_id": "acct_1", "client_secret": key }).to_string()
}

#[test]
fn every_message_of_stripe_is_valid() {
    let Some(stripe) = filled() else { return };

    all_commands_pass(&binary("source-stripe"), &config(KEY), &stripe.url(), KEY, options!["--need-records"]);
}

#[test]
fn stripe_passes_airbytes_standard_tests() {
    let Some(stripe) = filled() else { return };
    let files = Files::new();
    let good = files.with("config.json", config(KEY));
    // Any key that does not begin with `sk_` is refused.
    let bad = files.with("bad.json", config("wrong_key_12345678"));

    let verdict = standard_tests(&binary("source-stripe"), &good, &stripe.url(), options!["--bad-config", &bad]);

    verdict.inspect(Verdict::assert_passed);
}

#[test]
fn stripe_is_read_by_pyairbyte_twice() {
    let Some(stripe) = filled() else { return };
    let files = Files::new();
    let config = files.with("config.json", config(KEY));
    let cache = files.path().join("cache");
    let mut options = options!["--cache-dir", &cache].to_vec();
    for count in EXPECTED {
        options.extend(options!["--expect", count, "--expect-second-run", count]);
    }

    let verdict = pyairbyte(&binary("source-stripe"), &config, &stripe.url(), &options);

    verdict.inspect(Verdict::assert_passed);
}
