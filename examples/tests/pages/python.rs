//! The code of the page about python.

mod a_source_and_a_stream {

    // region a_source_and_a_stream
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        /// Key for Stripe's API, from Developers → API keys.
        client_secret: Secret,
    }

    #[derive(Source)]
    #[source(
    config = Config,
    url_base = "https://api.stripe.com/v1",
    auth = bearer("{config.client_secret}"),
    headers("Stripe-Version" = "2022-11-15"),
    records = "data",
    paginate = cursor(token = last("id"), param = "starting_after", more = "has_more", size(limit = 100)),
    undeclared = "keep",
    check = Customer,
    streams(Customer),
)]
    struct SourceStripe;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = SourceStripe, name = "customers", primary_key = "id")]
    struct Customer {
        id: String,
        email: Option<String>,
        created: Option<i64>,
    }

    fn main() -> ExitCode {
        cdk_core::run::<SourceStripe>()
    }
    // endregion
}

mod methods_with_an_if_in_them {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        token: Secret,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://chat.example.com/api", streams(Message))]
    struct Chat;

    // region methods_with_an_if_in_them
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
    source = Chat,
    name = "messages",
    primary_key = "id",
    next_page_token = after_the_last,
    request_params = newest_or_after,
    filter = is_there,
)]
    struct Message {
        id: String,
        sequence: u64,
        deleted: Option<bool>,
    }

    fn after_the_last(cx: &Cx<'_, Message>) -> Result<Option<Value>> {
        Ok(cx.last_record().map(|message| json!({ "after": message["sequence"] })))
    }

    fn newest_or_after(cx: &Cx<'_, Message>) -> Result<Params> {
        Ok(match cx.next_page_token() {
            Some(token) => Params::new().with("after", &token["after"]),
            None => Params::new().with("newest", true),
        })
    }

    fn is_there(cx: &Cx<'_, Message>) -> Result<bool> {
        Ok(cx.record()?.deleted != Some(true))
    }
    // endregion
}

mod parents_and_children {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        token: Secret,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://example.com/v1", records = "data", streams(Employee, EmployeeDetails))]
    struct Employees;

    // region parents_and_children
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, name = "employees", primary_key = "id", cache)]
    struct Employee {
        id: u64,
        name: Option<String>,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
    source = Employees,
    parent = Employee,
    path = "employees/{parent.id}/details",
    records = ".",
    primary_key = "employee_id",
    add(employee_id = parent.id),
)]
    struct EmployeeDetails {
        employee_id: u64,
        title: Option<String>,
    }
    // endregion
}

mod authenticators {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        token: Secret,
        user: String,
        password: Secret,
        key: Secret,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Bank)]
    struct Item {
        id: u64,
    }
    fn sign(url: &str, key: &str) -> String {
        format!("{key}{url}")
    }

    // region authenticators
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", auth = bearer("{config.token}"), streams(Item, Account, Ledger))]
    struct Bank;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Bank, auth = basic("{config.user}", "{config.password}"))]
    struct Account {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Bank, auth = signed)]
    struct Ledger {
        id: u64,
    }

    async fn signed(cx: &AuthCx<'_, Config>) -> Result<Credentials> {
        let signature = sign(cx.request().url(), cx.config().key.expose());
        Ok(Credentials::new().header("X-Signature", signature))
    }
    // endregion
}

mod retries {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Slow))]
    struct Shop;

    // region retries
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Shop, retry(tries = 11), should_retry = is_busy, backoff_time = wait_of)]
    struct Slow {
        id: u64,
    }

    fn is_busy(cx: &Cx<'_, Slow>) -> Result<bool> {
        let attempt = cx.attempt()?;
        Ok(attempt.status().is_some_and(|status| status == 409) || attempt.is_retried_by_default())
    }

    fn wait_of(cx: &Cx<'_, Slow>) -> Result<Option<Duration>> {
        Ok(Some(cx.attempt()?.server_wait().unwrap_or(Duration::from_secs(60))))
    }
    // endregion
}

mod error_handlers {
    use cdk_core::prelude::*;
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

    // region error_handlers
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
    source = Club,
    parent = Team,
    path = "teams/{parent.id}/members",
    on(status = 404, ignore, "team {parent.id} is gone"),
    on(status = 402, fail(config), "the plan has no members"),
    before_slice(join, once = "join {parent.id}"),
)]
    struct Member {
        id: u64,
    }

    async fn join(cx: &BeforeSliceCx<'_, Member>) -> Result<()> {
        let request = cx.post_json(&format!("teams/{}/join", cx.parent()?.id), &json!({}))?;
        cx.send(request).await.map(drop)
    }
    // endregion
}

mod errors {
    use cdk_core::prelude::*;

    fn refused() -> Result<()> {
        // region errors
        Err(Error::config("the plan has no reports"))
        // endregion
    }
}
