//! The cases: shapes of responses as well-known APIs have them, with invented data, and documents.

/// How a case is given to `cdk infer`.
#[derive(Clone, Copy)]
pub(crate) enum Given {
    /// `samples/<case>.json`, as a file.
    File,
    /// The same, served at a path with a query, and maybe with a `Link` header.
    Url { query: &'static str, link: Option<&'static str> },
    /// A file or directory below `tests/infer`.
    Other(&'static str),
}

pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) given: Given,
    /// Further arguments.
    pub(crate) arguments: &'static [&'static str],
    /// The stream's name and the path of its requests.
    pub(crate) stream: &'static str,
    pub(crate) path: &'static str,
    /// The place of the records in the sample. Empty for documents, which have none.
    pub(crate) records: &'static str,
}

const fn file(
    name: &'static str,
    stream: &'static str,
    arguments: &'static [&'static str],
    records: &'static str,
) -> Case {
    Case { name, given: Given::File, arguments, stream, path: "", records }
}

const fn url(
    name: &'static str,
    stream: &'static str,
    (path, query): (&'static str, &'static str),
    records: &'static str,
) -> Case {
    Case { name, given: Given::Url { query, link: None }, arguments: &[], stream, path, records }
}

const fn linked(
    name: &'static str,
    stream: &'static str,
    (path, query): (&'static str, &'static str),
    records: &'static str,
) -> Case {
    let link = Some(
        "<https://api.example.com/next?page=2>; rel=\"next\", <https://api.example.com/next?page=9>; rel=\"last\"",
    );
    Case { name, given: Given::Url { query, link }, arguments: &[], stream, path, records }
}

const fn other(
    name: &'static str,
    stream: &'static str,
    input: &'static str,
    arguments: &'static [&'static str],
) -> Case {
    Case { name, given: Given::Other(input), arguments, stream, path: "", records: "" }
}

pub(crate) static CASES: [Case; 30] = [
    url("stripe", "customers", ("/v1/customers", "limit=2"), "data"),
    linked("github", "issues", ("/repos/octo/hello/issues", "state=all&per_page=2"), "."),
    file("slack", "users", &["--name", "users"], "members"),
    linked("shopify", "orders", ("/admin/api/2024-01/orders.json", "limit=2"), "orders"),
    url("hubspot", "contacts", ("/crm/v3/objects/contacts", ""), "results"),
    file("notion", "pages", &["--name", "pages"], "results"),
    url("jira", "search", ("/rest/api/3/search", "jql=project%20%3D%20EX&startAt=0&maxResults=50"), "issues"),
    url("zendesk", "tickets", ("/api/v2/tickets.json", "page[size]=2"), "tickets"),
    url("airtable", "products", ("/v0/appExample/Products", "pageSize=2"), "records"),
    url("intercom", "intercom_contacts", ("/intercom_contacts", "per_page=2"), "data"),
    file("linear", "graphql_issues", &["--name", "graphql_issues"], "data.issues.nodes"),
    file("salesforce", "accounts", &["--name", "accounts"], "records"),
    file("microsoft_graph", "graph_users", &["--name", "graph_users"], "value"),
    url("google_calendar", "events", ("/calendar/v3/calendars/team/events", "maxResults=2&key=AIzaExample"), "items"),
    url("django_rest", "django_products", ("/django_products", ""), "results"),
    file("laravel", "posts", &["--name", "posts"], "data"),
    file("spring", "spring_orders", &["--name", "spring_orders"], "content"),
    file("elasticsearch", "books", &["--name", "books"], "hits.hits"),
    file("wikipedia", "articles", &["--name", "articles"], "query.pages.*"),
    file("exchange_rates", "latest", &["--name", "latest"], "."),
    file("json_api", "json_api_articles", &["--name", "json_api_articles"], "data"),
    file("firebase", "players", &["--name", "players"], "*"),
    file("chargebee", "subscriptions", &["--name", "subscriptions"], "list"),
    other("cassette", "cassette_orders", "samples/cassette", &["--stream", "orders", "--name", "cassette_orders"]),
    other("json_lines", "log_events", "samples/events.jsonl", &["--name", "log_events"]),
    other("json_schema", "schema_customers", "documents/customer.schema.json", &["--name", "schema_customers"]),
    other("airbyte_schema", "airbyte_invoices", "documents/airbyte_invoices.json", &[]),
    other(
        "openapi_shop",
        "shop_customers",
        "documents/shop.yaml",
        &["--path", "/v1/customers", "--name", "shop_customers"],
    ),
    other("openapi_crm", "deals", "documents/crm.json", &["--path", "/deals"]),
    other("openapi_legacy", "devices", "documents/legacy.yaml", &["--path", "devices"]),
];
