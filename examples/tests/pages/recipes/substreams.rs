//! Recipes: parents and children.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Reply};

#[derive(Deserialize, JsonSchema)]
struct Config {}

mod batch {
    use super::*;

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Employee, Salary))]
    struct Staff;
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Staff, path = "employees", primary_key = "id")]
    struct Employee {
        id: u64,
    }

    // region batch
    // GET …/salaries?ids=1,2,3,…,100
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Staff,
        parent(Employee, key = "id", batch = 100),
        path = "salaries",
        params(ids = "{parent.id:,}"),
    )]
    struct Salary {
        employee_id: u64,
        amount: f64,
    }
    // endregion

    #[test]
    fn a_hundred_ids_are_one_request() {
        let api = Api::new()
            .on("GET /employees", |_| Reply::json((1..=150).map(|id| json!({ "id": id })).collect::<Value>()))
            .on("GET /salaries", |request| {
                let ids = request.param("ids").unwrap().split(',');
                Reply::json(
                    ids.map(|id| json!({ "employee_id": id.parse::<u64>().unwrap(), "amount": 1.5 }))
                        .collect::<Value>(),
                )
            })
            .start();

        let output = testing::read::<Staff>(&api, json!({}), ["salary"]).succeeded();

        assert_eq!((output.records("salary").len(), api.count("GET /salaries")), (150, 2));
    }
}

mod embedded {
    use super::*;

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", records = "data", streams(Invoice, Line))]
    struct Shop;
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Shop, path = "invoices", primary_key = "id")]
    struct Invoice {
        id: String,
    }

    // region embedded
    // GET …/invoices → {"data": [{"id": "in_1", "lines": {"data": [{"id": "il_1"}, …], "has_more": true}}, …]}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Shop,
        parent(Invoice, from = "lines.data", more = "lines.has_more"),
        path = "invoices/{parent.id}/lines",
        paginate = cursor(token = last("id"), param = "starting_after", more = "has_more"),
        add(invoice_id = parent.id),
    )]
    struct Line {
        id: String,
        invoice_id: String,
    }
    // endregion

    #[test]
    fn only_the_rest_of_an_embedded_list_is_requested() {
        let lines = |ids: &[&str], more: bool| json!({ "data": ids.iter().map(|id| json!({ "id": id })).collect::<Value>(), "has_more": more });
        let invoices = json!({ "data": [
            { "id": "in_1", "lines": lines(&["il_1", "il_2"], true) },
            { "id": "in_2", "lines": lines(&["il_9"], false) },
        ] });
        let api = Api::new()
            .on("GET /invoices", move |_| Reply::json(invoices.clone()))
            .on("GET /invoices/in_1/lines", move |_| Reply::json(lines(&["il_3"], false)))
            .start();

        let output = testing::read::<Shop>(&api, json!({}), ["line"]).succeeded();

        assert_eq!((output.records("line").len(), api.requests().len()), (4, 2));
        assert_eq!(api.requests()[1].param("starting_after"), Some("il_2"));
    }
}
