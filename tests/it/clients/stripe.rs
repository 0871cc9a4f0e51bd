//! source-stripe before the outside judges, reading from localstripe.

use serde_json::json;
use tests::binary::binary;
use tests::clients::{Verdict, pyairbyte, standard_tests};
use tests::files::Files;
use tests::localstripe::{KEY, Localstripe};
use tests::options;

use super::judged::all_commands_pass;

/// More than one page of 100.
const CUSTOMERS: usize = 120;

/// A Stripe with something in every stream: customers, two of whom paid, one of them for a subscription.
fn filled() -> Option<Localstripe> {
    let stripe = Localstripe::start()?;
    for number in 2..CUSTOMERS {
        stripe.create("/v1/customers", &format!("description=Customer+{number}"));
    }
    let card = "card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2035&card[cvc]=123";
    let paying = || {
        let token = stripe.create("/v1/tokens", card);
        stripe.create("/v1/customers", &format!("source={}", token["id"].as_str().unwrap()))
    };
    for customer in [paying(), paying()] {
        let customer = customer["id"].as_str().unwrap();
        let charge = stripe.create("/v1/charges", &format!("amount=1000&currency=eur&customer={customer}"));
        stripe.create("/v1/refunds", &format!("amount=100&charge={}", charge["id"].as_str().unwrap()));
    }
    stripe.create("/v1/products", "name=Silver&type=service");
    stripe.create("/v1/plans", "id=gold&amount=1000&currency=eur&interval=month&product[name]=Gold");
    let subscriber = paying();
    let subscriber = subscriber["id"].as_str().unwrap();
    stripe.create("/v1/subscriptions", &format!("customer={subscriber}&items[0][plan]=gold"));
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
    // Three charges: two of their own, one by the subscription's invoice.
    let options = options![
        "--cache-dir",
        &cache,
        "--expect=customers=121",
        "--expect=charges=3",
        "--expect=refunds=2",
        "--expect=products=2",
        "--expect=plans=1",
        "--expect=invoices=1",
        "--expect=invoice_line_items=1",
        "--min=events=1",
        "--expect-second-run=customers=121",
        "--expect-second-run=charges=3",
    ];

    let verdict = pyairbyte(&binary("source-stripe"), &config, &stripe.url(), options);

    verdict.inspect(Verdict::assert_passed);
}
