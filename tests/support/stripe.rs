//! A Stripe with every list that source-stripe reads: localstripe for what it serves, a script for the rest.
//!
//! In: the discovered streams, whose schemas say what a scripted object looks like. Out: an address.
//! Scripted lists hold 101 objects, one more than a page, those below another object two; IDs tell all of them apart.
//! What localstripe refuses although it has the list (two kinds of `expand[]`) is not forwarded.
//!
//! Source: <https://docs.stripe.com/api/pagination>.

use std::collections::BTreeMap;
use std::sync::Arc;

use cdk_core::testing::{Api, Received, Reply, RunningApi};
use serde_json::{Value, json};

use crate::localstripe::Localstripe;
use crate::sample::sample;

/// Objects of a scripted list.
pub const LISTED: usize = 101;
/// Objects of a scripted list below another object.
pub const BELOW: usize = 2;

/// Lists that localstripe lacks: their paths, and the streams whose objects they hold.
const LISTS: [(&str, &str); 20] = [
    ("accounts", "accounts"),
    ("application_fees", "application_fees"),
    ("checkout/sessions", "checkout_sessions"),
    ("credit_notes", "credit_notes"),
    ("disputes", "disputes"),
    ("file_links", "file_links"),
    ("files", "files"),
    ("issuing/authorizations", "authorizations"),
    ("issuing/cardholders", "cardholders"),
    ("issuing/cards", "cards"),
    ("issuing/transactions", "transactions"),
    // Those of localstripe are made by hand, and Stripe does not tell what is in such.
    ("payouts", "payouts"),
    ("prices", "prices"),
    ("promotion_codes", "promotion_codes"),
    ("radar/early_fraud_warnings", "early_fraud_warnings"),
    ("reviews", "reviews"),
    ("shipping_rates", "shipping_rates"),
    ("subscription_schedules", "subscription_schedule"),
    ("topups", "top_ups"),
    ("transfers", "transfers"),
];

/// The same for lists below an object that the path names.
const LISTS_BELOW: [(&str, &str); 8] = [
    ("accounts/{id}/persons", "persons"),
    ("application_fees/{id}/refunds", "application_fees_refunds"),
    ("checkout/sessions/{id}/line_items", "checkout_sessions_line_items"),
    ("customers/{id}/balance_transactions", "customer_balance_transactions"),
    ("customers/{id}/bank_accounts", "bank_accounts"),
    ("customers/{id}/payment_methods", "payment_methods"),
    ("subscription_items/{id}/usage_record_summaries", "usage_records"),
    ("transfers/{id}/reversals", "transfer_reversals"),
];

/// Makes objects from the schemas of the streams.
struct Script(BTreeMap<String, Value>);

impl Script {
    fn object(&self, stream: &str, of: &str, number: usize) -> Value {
        let mut object = sample(&self.0[stream], number);
        object["id"] = json!(format!("{stream}_{of}{number}"));
        object["created"] = json!(1_700_000_000 + 60 * number);
        object
    }

    /// One page of a list.
    fn page(&self, stream: &str, of: &str, count: usize, request: &Received) -> Reply {
        let limit: usize = request.param("limit").map_or(10, |limit| limit.parse().expect("limit is a number"));
        let after = request.param("starting_after");
        let start = after.map_or(0, |id| {
            let number = id.strip_prefix(&format!("{stream}_{of}")).and_then(|number| number.parse::<usize>().ok());
            1 + number.expect("`starting_after` names an object of the list")
        });
        let end = count.min(start + limit);
        let data: Vec<Value> = (start..end).map(|number| self.listed(stream, of, number)).collect();
        Reply::json(json!({ "object": "list", "data": data, "has_more": end < count, "url": request.path() }))
    }

    /// An object with the lists that are embedded in it.
    fn listed(&self, stream: &str, of: &str, number: usize) -> Value {
        let mut object = self.object(stream, of, number);
        if stream == "application_fees" {
            object["refunds"] = self.embedded("application_fees_refunds", number);
        }
        object
    }

    /// The first object of a list, and whether there are more.
    fn embedded(&self, stream: &str, of: usize) -> Value {
        let first = self.object(stream, &format!("{of}_"), 0);
        json!({ "object": "list", "data": [first], "has_more": of.is_multiple_of(50) })
    }

    /// Customers as bank accounts need them: localstripe knows cards only.
    fn customers(&self) -> Reply {
        let data: Vec<Value> = (0..BELOW)
            .map(|number| {
                let mut account = self.object("bank_accounts", &format!("{number}_"), 0);
                account["object"] = json!("bank_account");
                json!({ "id": format!("cus_{number}"), "sources": { "data": [account], "has_more": false } })
            })
            .collect();
        Reply::json(json!({ "object": "list", "data": data, "has_more": false }))
    }
}

/// Serves them all; `streams` are those of the CATALOG message.
pub fn serve(localstripe: Localstripe, streams: &[Value]) -> RunningApi {
    let schema =
        |stream: &Value| (stream["name"].as_str().unwrap_or_default().to_owned(), stream["json_schema"].clone());
    let script = Arc::new(Script(streams.iter().map(schema).collect()));
    let mut api = Api::new();
    for (path, stream) in LISTS {
        let script = Arc::clone(&script);
        api = api.on(&format!("GET /v1/{path}"), move |request| script.page(stream, "", LISTED, request));
    }
    for (path, stream) in LISTS_BELOW {
        let script = Arc::clone(&script);
        let handler = move |request: &Received| {
            let id = request.capture("id");
            // The embedded object comes first: what is asked for here lies behind it.
            let of = id.rsplit('_').next().filter(|_| stream == "application_fees_refunds").unwrap_or(id);
            script.page(stream, &format!("{of}_"), BELOW, request)
        };
        api = api.on(&format!("GET /v1/{path}"), handler);
    }
    let external = Arc::clone(&script);
    api = api.on("GET /v1/accounts/{id}/external_accounts", move |request| {
        let stream = match request.param("object") {
            Some("card") => "external_account_cards",
            Some("bank_account") => "external_account_bank_accounts",
            other => panic!("external accounts of kind {other:?}"),
        };
        external.page(stream, "", BELOW, request)
    });
    let attempts = Arc::clone(&script);
    api = api.on("GET /v1/setup_attempts", move |request| {
        let of = request.param("setup_intent").expect("attempts are asked for by intent").to_owned();
        attempts.page("setup_attempts", &format!("{of}_"), BELOW, request)
    });
    let rest = move |request: &Received| match (request.path(), request.param("payout")) {
        ("/v1/balance_transactions", Some(payout)) => {
            script.page("payout_balance_transactions", &format!("{payout}_"), BELOW, request)
        }
        ("/v1/customers", _) if request.param("expand[]") == Some("data.sources") => script.customers(),
        _ => forwarded(&localstripe, request),
    };
    api.on("GET /v1/{list}", rest).start()
}

fn forwarded(localstripe: &Localstripe, request: &Received) -> Reply {
    let known = |(name, _): &&(String, String)| name != "expand[]";
    let query: Vec<String> =
        request.query().iter().filter(known).map(|(name, value)| format!("{name}={value}")).collect();
    let path = format!("{}?{}", request.path(), query.join("&"));
    let (status, body) = localstripe.get(&path, request.header("authorization").unwrap_or_default());
    Reply::text(body).with_status(status)
}
