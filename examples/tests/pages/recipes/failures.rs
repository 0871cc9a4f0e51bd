//! Recipes: errors, permissions and rate limits.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Reply};

mod error_in_200 {
    use super::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Chat, path = "users")]
    struct User {
        id: String,
    }

    // region error_in_200
    // 200 OK {"ok": false, "error": "ratelimited"}
    #[derive(Source)]
    #[source(
        config = Config, url_base = "https://api.example.com", records = "items",
        on(json("ok") = false, json("error") = ["ratelimited", "internal_error"], retry),
        on(json("ok") = false, json("error") = "invalid_auth", fail(config), "create a new token"),
        on(status = 200, json("ok") = false, fail(system), "error of the API: {response.error}"),
        streams(User),
    )]
    struct Chat;
    // endregion

    #[test]
    fn an_error_in_a_200_is_retried_or_fails() {
        let busy = Reply::json(json!({ "ok": false, "error": "ratelimited" })).header("Retry-After", "0");
        let users = Reply::json(json!({ "ok": true, "items": [{ "id": "u1" }] }));
        let api = Api::new().on_each("GET /users", [busy, users]).start();
        testing::read::<Chat>(&api, json!({}), ["user"]).succeeded();

        let api = Api::new().on("GET /users", |_| Reply::json(json!({ "ok": false, "error": "odd" }))).start();
        let failure = testing::read::<Chat>(&api, json!({}), ["user"]).failed();
        assert!(failure.contains("error of the API: odd"), "{failure}");
    }
}

mod plan {
    use super::*;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Shop, path = "orders")]
    struct Order {
        id: u64,
    }
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        plan: Plan,
    }

    // region plan
    #[derive(Deserialize, JsonSchema)]
    #[serde(rename_all = "lowercase")]
    enum Plan {
        Free,
        Pro,
    }

    impl TemplateValue for Plan {
        fn template_value(&self) -> Option<Value> {
            Some(Value::from(if matches!(self, Plan::Free) { 60 } else { 600 }))
        }
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", rate_limit("{config.plan}/1m"), streams(Order))]
    struct Shop;
    // endregion

    #[test]
    fn the_plan_decides_the_rate() {
        let api = Api::new().on("GET /orders", |_| Reply::json(json!([{ "id": 1 }]))).start();
        testing::read::<Shop>(&api, json!({ "plan": "free" }), ["order"]).succeeded();
    }
}

mod gone_parent {
    use super::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Team, Member))]
    struct Club;
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Club, path = "teams", primary_key = "id")]
    struct Team {
        id: u64,
    }

    // region gone_parent
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Club,
        parent = Team,
        path = "teams/{parent.id}/members",
        on(status = [404, 410], ignore, "team {parent.id} was deleted during the sync"),
        add(team_id = parent.id),
    )]
    struct Member {
        team_id: u64,
        id: u64,
    }
    // endregion

    #[test]
    fn a_parent_that_is_gone_is_one_warning() {
        let api = Api::new()
            .on("GET /teams", |_| Reply::json(json!([{ "id": 1 }, { "id": 2 }])))
            .on("GET /teams/1/members", |_| Reply::status(404))
            .on("GET /teams/2/members", |_| Reply::json(json!([{ "id": 7 }])))
            .start();

        let output = testing::read::<Club>(&api, json!({}), ["member"]).succeeded();

        assert_eq!(output.records("member"), [json!({ "id": 7, "team_id": 2 })]);
        let warns = |(level, text): &(String, String)| level == "WARN" && text.contains("team 1 was deleted");
        assert_eq!(output.logs().iter().filter(|log| warns(log)).count(), 1);
    }
}

mod permissions {
    use super::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Crm, path = "contacts")]
    struct Contact {
        id: u64,
    }

    // region permissions
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", check = Contact, streams(Contact, Payroll))]
    struct Crm;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Crm,
        path = "payroll",
        on(status = 403, json("error") = "missing_scope", ignore, "the token needs the scope {response.scope}"),
    )]
    struct Payroll {
        id: u64,
    }
    // endregion

    #[test]
    fn a_stream_without_permission_is_left_out() {
        let api = Api::new()
            .on("GET /contacts", |_| Reply::json(json!([{ "id": 1 }])))
            .on("GET /payroll", |_| {
                Reply::json(json!({ "error": "missing_scope", "scope": "payroll:read" })).with_status(403)
            })
            .start();

        let output = testing::read::<Crm>(&api, json!({}), ["contact", "payroll"]).succeeded();

        assert_eq!((output.records("contact").len(), output.records("payroll").len()), (1, 0));
        assert!(output.logs().iter().any(|(_, text)| text.contains("the token needs the scope payroll:read")));
    }
}
