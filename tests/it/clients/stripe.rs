//! source-stripe before the outside judges: every stream, from localstripe where it has the list, else from a script.
//!
//! The lists that make the most of a page have more than one. What the script says of Stripe is in `tests::stripe`; what the
//! connector asks for exactly is in its own tests.

use cdk_core::testing::RunningApi;
use serde_json::{Value, json};
use tests::binary::{binary, run};
use tests::clients::{Verdict, pyairbyte, standard_tests};
use tests::files::Files;
use tests::localstripe::{KEY, Localstripe};
use tests::options;
use tests::stripe::{BELOW, LISTED, serve};

use super::judged::all_commands_pass;

/// One more than a page holds.
const OBJECTS: usize = 101;
/// Objects of lists that need no second page.
const FEW: usize = 3;

/// How many records each stream has: what [`filled`] makes, and what the script holds. With each subscription come an invoice
/// of two lines (one where no item waits), a charge and a payment intent, with each change an event.
fn expected() -> Vec<String> {
    let counts = [
        ("customers", OBJECTS),
        ("customer_balance_transactions", OBJECTS * BELOW),
        ("bank_accounts", BELOW),
        ("payment_methods", OBJECTS * BELOW),
        ("charges", 2 * OBJECTS + FEW),
        ("refunds", OBJECTS),
        ("payment_intents", OBJECTS + FEW),
        ("setup_intents", FEW),
        ("setup_attempts", FEW * BELOW),
        ("disputes", LISTED),
        ("early_fraud_warnings", LISTED),
        ("reviews", LISTED),
        ("balance_transactions", 3 * OBJECTS + FEW),
        ("top_ups", LISTED),
        ("application_fees", LISTED),
        ("application_fees_refunds", LISTED + FEW),
        ("payouts", LISTED),
        ("payout_balance_transactions", LISTED.div_ceil(2) * BELOW),
        ("transfers", LISTED),
        ("transfer_reversals", LISTED * BELOW),
        ("accounts", LISTED),
        ("persons", LISTED * BELOW),
        ("external_account_bank_accounts", BELOW),
        ("external_account_cards", BELOW),
        ("products", OBJECTS + FEW),
        ("prices", LISTED),
        ("plans", OBJECTS + FEW),
        ("shipping_rates", LISTED),
        ("coupons", FEW),
        ("promotion_codes", LISTED),
        ("invoices", OBJECTS + FEW),
        ("invoice_line_items", 2 * OBJECTS + FEW),
        ("invoice_items", FEW),
        ("credit_notes", LISTED),
        ("subscriptions", OBJECTS + FEW),
        ("subscription_items", OBJECTS + FEW),
        ("subscription_schedule", LISTED),
        ("usage_records", (OBJECTS + FEW) * BELOW),
        ("checkout_sessions", LISTED),
        ("checkout_sessions_line_items", LISTED * BELOW),
        ("cardholders", LISTED),
        ("cards", LISTED),
        ("authorizations", LISTED),
        ("transactions", LISTED),
        ("files", LISTED),
        ("file_links", LISTED),
        ("events", 726),
    ];
    counts.map(|(stream, count)| format!("{stream}={count}")).to_vec()
}

/// A localstripe with objects of every kind that the connector reads.
fn filled() -> Option<RunningApi> {
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
    for number in 0..FEW {
        create(
            "/v1/plans",
            &format!("id=metered-{number}&name=Metered&amount=5&currency=eur&interval=month&usage_type=metered"),
        );
        create("/v1/subscriptions", &format!("customer={customer}&items[0][plan]=metered-{number}"));
        create("/v1/coupons", &format!("id=coupon-{number}&percent_off=10&duration=once"));
        create("/v1/setup_intents", &format!("customer={customer}"));
    }
    // Those that came before belong to an invoice by now, and are listed no more.
    for _ in 0..FEW {
        create("/v1/invoiceitems", &format!("amount=5&currency=eur&customer={customer}"));
    }
    let files = Files::new();
    let config = files.with("config.json", config(KEY));
    let discovered = run(&binary("source-stripe"), &stripe.url(), options!["discover", "--config", &config]);
    Some(serve(stripe, &discovered.streams()))
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
fn stripe_is_read_by_pyairbyte() {
    let Some(stripe) = filled() else { return };
    let files = Files::new();
    let config = files.with("config.json", config(KEY));
    let cache = files.path().join("cache");
    // Once: a second sync asks for events by their time, which localstripe refuses.
    let mut options = options!["--cache-dir", &cache, "--runs", "1"].to_vec();
    let expected = expected();
    for count in &expected {
        options.extend(options!["--expect", count]);
    }

    let verdict = pyairbyte(&binary("source-stripe"), &config, &stripe.url(), &options);

    verdict.inspect(Verdict::assert_passed);
}
