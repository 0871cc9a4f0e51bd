//! The code of docs/python.md.

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

mod methods_with_a_condition {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        token: Secret,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://chat.example.com/api", streams(Message))]
    struct Chat;

    // region methods_with_a_condition
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
        on(status = 402, fail(config), "the plan does not include members"),
        retry(tries = 11),
        backoff_time = wait_of,
        before_slice(join, once = "join {parent.id}"),
    )]
    struct Member {
        id: u64,
    }

    async fn join(cx: &BeforeSliceCx<'_, Member>) -> Result<()> {
        let request = cx.post_json(&format!("teams/{}/join", cx.parent()?.id), &json!({}))?;
        cx.send(request).await.map(drop)
    }

    fn wait_of(cx: &Cx<'_, Member>) -> Result<Option<Duration>> {
        Ok(Some(cx.attempt()?.server_wait().unwrap_or(Duration::from_secs(60))))
    }
    // endregion
}
