//! Children that lie in their parent's record: read from there, and asked for only where there is more.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Received, Reply};

use super::Nothing;

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    records = "data",
    paginate = cursor(token = last("id"), param = "starting_after", more = "has_more", size(limit = 10)),
    streams(Invoice, Line, Tax, OffsetLine, Closed, Paid),
)]
struct Shop;

/// Declares nothing of its lines.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, path = "invoices", primary_key = "id", add(updated = record.created))]
struct Invoice {
    id: String,
    created: u64,
    updated: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Shop,
    parent(Invoice, from = "lines.data", more = "lines.has_more"),
    path = "invoices/{parent.id}/lines",
    primary_key = "id",
    filter = is_kept,
    add(invoice_id = parent.id, invoice_updated = parent.updated),
)]
struct Line {
    id: String,
    amount: Option<f64>,
    #[serde(rename = "isGone")]
    gone: Option<bool>,
    invoice_id: String,
    invoice_updated: u64,
}

fn is_kept(cx: &Cx<'_, Line>) -> Result<bool> {
    Ok(cx.record()?.gone != Some(true))
}

/// Below a stream that is embedded itself, and embedded in it.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Shop,
    parent(Line, from = "taxes.*"),
    add(line = parent.id, invoice = grandparent.id),
)]
struct Tax {
    rate: u64,
    line: String,
    invoice: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Shop,
    parent(Invoice, from = "lines.data", more = "lines.has_more"),
    path = "invoices/{parent.id}/lines",
    paginate = offset(size(limit = 10)),
)]
struct OffsetLine {
    id: String,
}

/// Never asked for.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent(Invoice, from = "lines.data"))]
struct Closed {
    id: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Shop,
    parent(Invoice, only = is_recent),
    path = "invoices/{parent.id}/payments",
    add(invoice_id = parent.id),
)]
struct Paid {
    id: String,
    invoice_id: String,
}

fn is_recent(cx: &Cx<'_, Paid>) -> Result<bool> {
    Ok(cx.parent()?.updated > 100)
}

fn lines(invoice: &str, from: usize, to: usize) -> Vec<Value> {
    (from..to).map(|number| json!({ "id": format!("{invoice}_{number}"), "amount": number })).collect()
}

/// Invoices by their number of lines, of which so many are embedded; the rest is served in pages of ten.
fn shop(counts: &'static [usize], embedded: usize) -> Api {
    let invoice = move |(number, count): (usize, &usize)| {
        let id = format!("in{number}");
        let here = embedded.min(*count);
        let lines = json!({ "data": lines(&id, 0, here), "has_more": here < *count });
        json!({ "id": id, "created": number, "lines": lines })
    };
    let invoices: Vec<Value> = counts.iter().enumerate().map(invoice).collect();
    Api::new()
        .on("GET /invoices", move |_| Reply::json(json!({ "data": invoices, "has_more": false })))
        .on("GET /invoices/{id}/lines", move |request| rest(counts, request))
}

fn rest(counts: &[usize], request: &Received) -> Reply {
    let id = request.capture("id");
    let count = counts[id.trim_start_matches("in").parse::<usize>().unwrap()];
    let after =
        request.param("starting_after").map(|last| last.rsplit_once('_').unwrap().1.parse::<usize>().unwrap() + 1);
    let offset = request.param("offset").map(|offset| offset.parse::<usize>().unwrap());
    let start = after.or(offset).unwrap_or(0);
    let end = count.min(start + 10);
    Reply::json(json!({ "data": lines(id, start, end), "has_more": end < count }))
}

/// An API with these invoices alone.
fn invoices(invoices: Value) -> Api {
    Api::new().on("GET /invoices", move |_| Reply::json(json!({ "data": invoices, "has_more": false })))
}

fn asked(api: &testing::RunningApi) -> Vec<String> {
    let one = |request: &Received| {
        let query: Vec<String> = request.query().iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{}?{}", request.path(), query.join("&"))
    };
    api.requests().iter().map(one).collect()
}

fn ids(records: &[Value]) -> Vec<&str> {
    records.iter().map(|record| record["id"].as_str().unwrap()).collect()
}

#[test]
fn only_the_rest_of_an_embedded_list_is_asked_for() {
    let api = shop(&[1, 10, 25, 0], 10).start();

    let output = testing::read::<Shop>(&api, json!({}), ["line"]).succeeded();

    let want = [
        "/invoices?limit=10",
        "/invoices/in2/lines?limit=10&starting_after=in2_9",
        "/invoices/in2/lines?limit=10&starting_after=in2_19",
    ];
    assert_eq!(asked(&api), want);
    let line = |invoice: usize, number: usize| {
        let (id, invoice_id) = (format!("in{invoice}_{number}"), format!("in{invoice}"));
        json!({ "id": id, "amount": number, "invoice_id": invoice_id, "invoice_updated": invoice })
    };
    let lines =
        [(0, 1), (1, 10), (2, 25)].into_iter().flat_map(|(invoice, count)| (0..count).map(move |n| line(invoice, n)));
    assert_eq!(output.records("line"), lines.collect::<Vec<_>>());
    assert_eq!(output.records("invoice"), [] as [Value; 0]);
}

#[test]
fn an_offset_goes_on_at_the_number_of_embedded_records() {
    let api = shop(&[25], 7).start();

    let output = testing::read::<Shop>(&api, json!({}), ["offset_line"]).succeeded();

    let page = |offset: usize| format!("/invoices/in0/lines?limit=10&offset={offset}");
    assert_eq!(asked(&api), ["/invoices?limit=10".to_owned(), page(7), page(17), page(25)]);
    assert_eq!(
        output.records("offset_line"),
        lines("in0", 0, 25).iter().map(|line| json!({ "id": line["id"] })).collect::<Vec<_>>()
    );
}

#[test]
fn a_list_split_anywhere_gives_the_records_of_one_that_is_asked_for_whole() {
    for stream in ["line", "offset_line"] {
        let whole = testing::read::<Shop>(&shop(&[23], 0).start(), json!({}), [stream]).succeeded().records(stream);
        assert_eq!(whole.len(), 23);
        for embedded in 1..=23 {
            let api = shop(&[23], embedded).start();

            let output = testing::read::<Shop>(&api, json!({}), [stream]).succeeded();

            assert_eq!(output.records(stream), whole, "{stream}: {embedded} embedded");
            // An offset ends with an empty page: the first one that is not full is followed by a probe.
            let rest: usize = 23 - embedded;
            let pages = rest.div_ceil(10) + usize::from(stream != "line");
            let pages = if embedded == 23 { 0 } else { pages };
            assert_eq!(api.count("GET /invoices/{id}/lines"), pages, "{stream}: {embedded} embedded");
        }
    }
}

#[test]
fn a_list_that_is_not_there_is_asked_for_from_its_start_where_it_can_be() {
    let api = invoices(json!([
        { "id": "in0", "created": 1 },
        { "id": "in1", "created": 1, "lines": null },
        { "id": "in2", "created": 1, "lines": { "data": null } },
        { "id": "in3", "created": 1, "lines": { "data": [], "has_more": true } },
        { "id": "in4", "created": 1, "lines": { "data": [], "has_more": null } },
    ]));
    let api = api
        .on("GET /invoices/{id}/lines", |_| Reply::json(json!({ "data": [{ "id": "a" }], "has_more": false })))
        .start();

    let output = testing::read::<Shop>(&api, json!({}), ["line", "closed"]).succeeded();

    let lines = output.records("line");
    let mut invoices: Vec<_> = lines.iter().filter_map(|line| line["invoice_id"].as_str()).collect();
    invoices.sort_unstable();
    assert_eq!(invoices, ["in0", "in1", "in2", "in3"]);
    assert!(asked(&api).iter().all(|request| request.ends_with("?limit=10")), "{:?}", asked(&api));
    assert_eq!(api.count("GET /invoices/{id}/lines"), 4);
    assert_eq!(output.records("closed").len(), 0);
}

#[test]
fn without_more_nothing_is_asked_for() {
    let api = shop(&[3, 25], 10).start();

    let output = testing::read::<Shop>(&api, json!({}), ["closed"]).succeeded();

    assert_eq!(asked(&api), ["/invoices?limit=10"]);
    assert_eq!(output.records("closed").len(), 13);
}

#[test]
fn one_object_is_one_record() {
    let api =
        invoices(json!([{ "id": "in0", "created": 1, "lines": { "data": { "id": "only" }, "has_more": false } }]))
            .start();

    let output = testing::read::<Shop>(&api, json!({}), ["line", "closed"]).succeeded();

    assert_eq!((ids(&output.records("line")), ids(&output.records("closed"))), (vec!["only"], vec!["only"]));
}

#[test]
fn embedded_records_leave_with_the_digits_they_came_with() {
    let body = r#"{"data":[{"id":"in0","created":1,"lines":{"data":[
        {"id":"a","amount": 1.10},{"id":"b","amount":12345678901234567890123},{"id":"c","amount":"x","isGone":false}
    ],"has_more":false}}],"has_more":false}"#;
    let api = Api::new().on("GET /invoices", move |_| Reply::bytes(body)).start();

    let output = testing::read::<Shop>(&api, json!({}), ["line"]).succeeded();

    let lines: Vec<&String> = output.lines().iter().filter(|line| line.contains("RECORD")).collect();
    assert!(lines[0].contains(r#"{"id":"a","amount":1.10,"invoice_id":"in0","#), "{}", lines[0]);
    assert!(lines[1].contains(r#""amount":12345678901234567890123,"#), "{}", lines[1]);
    assert!(lines[2].contains(r#""amount":null"#) && lines[2].contains("changes"), "{}", lines[2]);
    assert!(output.logs().iter().any(|(_, text)| text.contains("became null: amount (1)")), "{output}");
}

#[test]
fn what_the_child_filters_cuts_and_counts_is_that_of_a_page() {
    let lines = json!([{ "id": "a", "isGone": true }, { "id": "b", "extra": 1 }]);
    let api = invoices(json!([{ "id": "in0", "created": 1, "lines": { "data": lines } }])).start();

    let output = testing::read::<Shop>(&api, json!({}), ["line"]).succeeded();

    assert_eq!(output.records("line"), [json!({ "id": "b", "invoice_id": "in0", "invoice_updated": 1 })]);
    assert!(output.logs().iter().any(|(_, text)| text.contains("`line`: 1 undeclared field: /extra")), "{output}");
}

#[test]
fn a_misfit_in_an_embedded_record_names_parent_key_and_place() {
    let line = json!([{ "id": "a" }, { "id": 7 }]);
    let api = invoices(json!([{ "id": "in0", "created": 1, "lines": { "data": line } }])).start();

    let output = testing::read::<Shop>(&api, json!({}), ["line"]);

    let want = "stream `line`: parent invoice (id = \"in0\"): embedded list `lines.data`: record 2 (id = 7): /id: expected a \
                text, got 7";
    assert_eq!(output.failed(), want);
    assert_eq!(output.records("line").len(), 0);
}

#[test]
fn what_is_no_list_and_no_flag_is_an_error_with_its_place() {
    let cases = [
        (json!({ "data": "none" }), "`lines.data` should hold the embedded records, but holds \"none\""),
        (json!({ "data": 7 }), "`lines.data` should hold the embedded records, but holds 7"),
        (json!("none"), "`lines.data` cannot be reached: `lines` should be an object, but is \"none\""),
        (json!([1]), "`lines.data` cannot be reached: `lines` should be an object, but is an array"),
        (
            json!({ "data": [], "has_more": "yes" }),
            "`lines.has_more` should say by true or false whether the embedded list goes on, but holds \"yes\"",
        ),
        (
            json!({ "data": [], "has_more": 1 }),
            "`lines.has_more` should say by true or false whether the embedded list goes on, but holds 1",
        ),
    ];
    for (lines, message) in cases {
        let good = json!({ "id": "in0", "created": 1, "lines": { "data": [] } });
        let api = invoices(json!([good, { "id": "in1", "created": 1, "lines": lines }])).start();

        let output = testing::read::<Shop>(&api, json!({}), ["line"]);

        let place = "stream `line`: parent `invoice`: record (id = \"in1\"): ";
        assert_eq!(output.failed(), format!("{place}{message}"));
    }
}

#[test]
fn a_list_that_goes_on_behind_a_record_without_a_token_is_an_error() {
    #[derive(Source)]
    #[source(config = Nothing, url_base = "https://api.example.com", records = "data", streams(Up, Down))]
    struct Tokenless;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Tokenless, path = "up")]
    struct Up {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Tokenless, parent(Up, from = "down", more = "more"), path = "x", paginate = cursor(token = last("at")))]
    struct Down {
        at: Option<u64>,
    }

    let up = json!({ "data": [{ "id": 1, "down": [{ "at": 5 }, {}], "more": true }] });
    let api = Api::new().on("GET /up", move |_| Reply::json(up.clone())).start();

    let output = testing::read::<Tokenless>(&api, json!({}), ["down"]);

    let want = "stream `down`: parent `up`: embedded list `down`: the parent's record says that there is more, but `at` of \
                the last record holds no token";
    assert_eq!(output.failed(), want);
}

#[test]
fn children_of_an_embedded_stream_are_read_below_it() {
    let line = |id: &str, rates: Value| json!({ "id": id, "taxes": rates });
    let lines = json!([line("a", json!({ "x": { "rate": 1 }, "y": { "rate": 2 } })), line("b", json!({}))]);
    let api = invoices(json!([{ "id": "in0", "created": 1, "lines": { "data": lines, "has_more": true } }]));
    let rest = line("c", json!({ "z": { "rate": 3 } }));
    let api =
        api.on("GET /invoices/in0/lines", move |_| Reply::json(json!({ "data": [rest], "has_more": false }))).start();

    let output = testing::read::<Shop>(&api, json!({}), ["tax"]).succeeded();

    let tax = |rate: u64, line: &str| json!({ "rate": rate, "line": line, "invoice": "in0" });
    assert_eq!(output.records("tax"), [tax(1, "a"), tax(2, "a"), tax(3, "c")]);
    assert_eq!(asked(&api)[1..], ["/invoices/in0/lines?limit=10&starting_after=b"]);
}

#[test]
fn only_those_parents_that_a_function_names_have_a_slice() {
    let api = invoices(json!([{ "id": "in0", "created": 1 }, { "id": "in1", "created": 101 }]));
    let api = api
        .on("GET /invoices/{id}/payments", |_| Reply::json(json!({ "data": [{ "id": "p" }], "has_more": false })))
        .start();

    let output = testing::read::<Shop>(&api, json!({}), ["paid"]).succeeded();

    assert_eq!(output.records("paid"), [json!({ "id": "p", "invoice_id": "in1" })]);
    assert_eq!(asked(&api), ["/invoices?limit=10", "/invoices/in1/payments?limit=10"]);
}

#[test]
fn a_parents_page_that_breaks_off_is_read_again_and_gives_its_children_once() {
    let page = json!({ "data": [
        { "id": "in0", "created": 1, "lines": { "data": [{ "id": "a" }, { "id": "b" }] } },
        { "id": "in1", "created": 1, "lines": { "data": [{ "id": "c" }] } },
    ], "has_more": false });
    let page = page.to_string();
    let broken = page[..page.len() - 60].to_owned();
    let replies = [Reply::bytes(broken).header("Retry-After", "0"), Reply::bytes(page)];
    let api = Api::new().on_each("GET /invoices", replies).start();

    let output = testing::read::<Shop>(&api, json!({}), ["line"]).succeeded();

    assert_eq!(ids(&output.records("line")), ["a", "b", "c"]);
    assert_eq!(api.count("GET /invoices"), 2);
}
