//! What is sent: addresses, parameters, headers, and where a list ends.

use cdk_core::testing::{Received, check, read};
use serde_json::json;
use source_stripe::Stripe;

use crate::api::{KEY, config, objects, serving};

const LISTS: [&str; 7] = ["customers", "charges", "refunds", "products", "plans", "invoices", "events"];

fn query(request: &Received) -> Vec<(&str, &str)> {
    request.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[test]
fn each_list_is_read_page_by_page_after_its_last_object() {
    for list in LISTS {
        let api = serving([(list, objects("thing", "id", 201))]).start();

        let output = read::<Stripe>(&api, config(), [list]).succeeded();

        assert_eq!(output.records(list).len(), 201, "{list}");
        let requests = api.requests();
        let queries: Vec<_> = requests.iter().map(query).collect();
        let after = |id| vec![("limit", "100"), ("starting_after", id)];
        assert_eq!(queries, [vec![("limit", "100")], after("id_99"), after("id_199")], "{list}");
    }
}

#[test]
fn a_full_last_page_is_the_last() {
    let api = serving([("plans", objects("plan", "plan", 100))]).start();

    let output = read::<Stripe>(&api, config(), ["plans"]).succeeded();

    assert_eq!(output.records("plans").len(), 100);
    assert_eq!(api.count("GET /v1/plans"), 1);
}

#[test]
fn each_request_is_signed_and_names_version_and_account() {
    let api = serving([("customers", objects("customer", "cus", 101))]).start();

    read::<Stripe>(&api, config(), ["customers"]).succeeded();

    assert_eq!(api.count("GET /v1/customers"), 2);
    for request in api.requests() {
        assert_eq!(request.header("authorization"), Some(format!("Bearer {KEY}").as_str()));
        assert_eq!(request.header("stripe-version"), Some("2022-11-15"));
        assert_eq!(request.header("stripe-account"), Some("acct_1Example"));
    }
}

#[test]
fn no_account_is_named_where_the_config_names_none() {
    let api = serving([("customers", objects("customer", "cus", 1))]).start();

    read::<Stripe>(&api, json!({ "client_secret": KEY }), ["customers"]).succeeded();

    assert_eq!(api.requests()[0].header("stripe-account"), None);
}

#[test]
fn a_start_date_bounds_every_list_but_that_of_lines() {
    let mut config = config();
    config["start_date"] = json!("2024-01-31T00:00:00Z");
    for list in LISTS {
        let api = serving([(list, objects("thing", "id", 101)), ("invoices/id_0/lines", Vec::new())]).start();

        read::<Stripe>(&api, config.clone(), [list]).succeeded();

        let requests = api.requests();
        assert_eq!(requests.len(), 2, "{list}");
        for request in &requests {
            assert_eq!(request.param("created[gte]"), Some("1706659200"), "{list}");
        }
    }
    let api = serving([("invoices", objects("invoice", "in", 1)), ("invoices/in_0/lines", Vec::new())]).start();

    read::<Stripe>(&api, config, ["invoice_line_items"]).succeeded();

    let requests = api.requests();
    assert_eq!(requests[0].param("created[gte]"), Some("1706659200"));
    assert_eq!(query(&requests[1]), [("limit", "100")]);
}

#[test]
fn check_reads_one_page_of_customers() {
    let api = serving([("customers", objects("customer", "cus", 101))]).start();

    let output = check::<Stripe>(&api, config());

    assert_eq!(output.connection_status(), ("SUCCEEDED".to_owned(), String::new()));
    assert_eq!(api.requests().iter().map(query).collect::<Vec<_>>(), [[("limit", "100")]]);
}
