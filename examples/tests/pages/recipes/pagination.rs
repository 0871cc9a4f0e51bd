//! Recipes: how the next page is found.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Reply};

#[derive(Deserialize, JsonSchema)]
struct Config {}

mod next_header {
    use super::*;

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Order))]
    struct Shop;

    // region next_header
    // 200 OK
    // X-Next-Page: https://api.example.com/v1/orders?per_page=200&after=9f3b
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Shop, path = "orders", paginate = next_url(at = header("X-Next-Page"), size(per_page = 200)))]
    struct Order {
        id: u64,
    }
    // endregion

    #[test]
    fn the_url_of_the_header_is_requested_as_it_is() {
        let api = Api::new()
            .on("GET /v1/orders", |request| match request.param("after") {
                None => Reply::json(json!([{ "id": 1 }])).header("X-Next-Page", "/v1/orders?per_page=200&after=b"),
                Some(_) => Reply::json(json!([{ "id": 2 }])),
            })
            .start();

        let output = testing::read::<Shop>(&api, json!({}), ["order"]).succeeded();

        assert_eq!(output.records("order").len(), 2);
        assert_eq!(api.requests()[0].query(), [("per_page".into(), "200".into())]);
        assert_eq!(api.requests()[1].query(), [("per_page".into(), "200".into()), ("after".into(), "b".into())]);
    }
}

mod link {
    use super::*;

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Issue))]
    struct Forge;

    // region link
    // Link: <https://api.example.com/v1/issues?page=2&per_page=100>; rel="next", <…>; rel="last"
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Forge, path = "issues", paginate = link(size(per_page = 100)), primary_key = "number")]
    struct Issue {
        number: u64,
        title: String,
        closed_at: Option<Timestamp>,
    }
    // endregion

    #[test]
    fn a_link_header_without_next_is_the_end() {
        let api = Api::new()
            .on("GET /v1/issues", |request| match request.param("page") {
                None => Reply::json(json!([{ "number": 1, "title": "A" }]))
                    .header("Link", "</v1/issues?page=2>; rel=\"next\""),
                Some(_) => {
                    Reply::json(json!([{ "number": 2, "title": "B" }])).header("Link", "</v1/issues>; rel=\"first\"")
                }
            })
            .start();

        let output = testing::read::<Forge>(&api, json!({}), ["issue"]).succeeded();

        assert_eq!(output.records("issue").len(), 2);
    }
}

mod ignored_page {
    use super::*;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Shop, path = "orders")]
    struct Order {
        id: u64,
    }

    // region ignored_page
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", paginate = "page", streams(Order, Country))]
    struct Shop;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Shop, path = "countries", paginate = none)] // always the whole list
    struct Country {
        code: String,
    }
    // endregion

    #[test]
    fn a_list_without_pages_is_requested_once_and_without_a_page_number() {
        let api = Api::new().on("GET /countries", |_| Reply::json(json!([{ "code": "DE" }, { "code": "FR" }]))).start();

        let output = testing::read::<Shop>(&api, json!({}), ["country"]).succeeded();

        assert_eq!(output.records("country").len(), 2);
        assert_eq!(api.requests()[0].query(), []);
    }
}

mod nested_graphql {
    use super::*;

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Issue, Label))]
    struct Tracker;

    // region nested_graphql
    const ISSUES: &str = "query ($after: String) { issues(first: 50, after: $after) {
        nodes { id labels(first: 20) { edges { cursor node { name } } pageInfo { hasNextPage } } }
        pageInfo { endCursor } } }";
    const LABELS: &str = "query ($issue: ID!, $after: String) { issue(id: $issue) {
        labels(first: 100, after: $after) { edges { cursor node { name } } pageInfo { hasNextPage } } } }";

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Tracker,
        path = "graphql",
        body = graphql(query = ISSUES),
        records = "data.issues.nodes",
        primary_key = "id",
        paginate = cursor(token = "data.issues.pageInfo.endCursor", body = "variables.after"),
    )]
    struct Issue {
        id: String,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Tracker,
        parent(Issue, from = "labels.edges", more = "labels.pageInfo.hasNextPage"),
        path = "graphql",
        body = graphql(query = LABELS, variables(issue = "{parent.id}")),
        records = "data.issue.labels.edges",
        paginate = cursor(token = last("cursor"), more = "data.issue.labels.pageInfo.hasNextPage", body = "variables.after"),
        add(issue_id = parent.id),
    )]
    struct Label {
        issue_id: String,
        cursor: String,
        node: LabelName,
    }
    // endregion

    #[derive(Serialize, Deserialize, JsonSchema)]
    struct LabelName {
        name: String,
    }

    #[test]
    fn only_issues_with_more_labels_are_requested_again() {
        let edge = |name: &str| json!({ "cursor": format!("c-{name}"), "node": { "name": name } });
        let api = Api::new()
            .on("POST /graphql", move |request| {
                let variables = request.json()["variables"].clone();
                let data = match variables["issue"].as_str() {
                    None => json!({ "issues": {
                        "nodes": [
                            { "id": "i1", "labels": { "edges": [edge("a")], "pageInfo": { "hasNextPage": false } } },
                            { "id": "i2", "labels": { "edges": [edge("b")], "pageInfo": { "hasNextPage": true } } },
                        ],
                        "pageInfo": { "endCursor": null },
                    } }),
                    Some(issue) => {
                        assert_eq!((issue, &variables["after"]), ("i2", &json!("c-b")));
                        json!({ "issue": { "labels": { "edges": [edge("c")], "pageInfo": { "hasNextPage": false } } } })
                    }
                };
                Reply::json(json!({ "data": data }))
            })
            .start();

        let output = testing::read::<Tracker>(&api, json!({}), ["label"]).succeeded();

        let labels = output.records("label");
        let names: Vec<_> = labels.iter().map(|label| (&label["issue_id"], &label["node"]["name"])).collect();
        assert_eq!(format!("{names:?}").matches("i2").count(), 2, "{names:?}");
        assert_eq!((labels.len(), api.requests().len()), (3, 2));
    }
}
