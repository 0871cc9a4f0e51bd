//! The code of the page about builder.

mod define {
    use cdk_core::prelude::*;
    use cdk_core::stream::{Incremental, Order, StreamOf};
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region define
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, path = "v2/employees", define = by_update)]
    struct Employee {
        id: u64,
        updated_at: Timestamp,
    }

    fn by_update<R: HttpStream<Config = Config>>(stream: StreamOf<R>) -> StreamOf<R> {
        stream.cursor_field("updated_at").incremental(Incremental::new().param_start("updated_since").order(Order::Asc))
    }
    // endregion
}

mod define_2 {
    use cdk_core::prelude::*;
    use cdk_core::stream::{Incremental, StreamOf};
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Teams)]
    struct Team {
        id: u64,
    }
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Team, Member))]
    struct Teams;

    // region define_2
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Teams, parent = Team, path = "teams/{parent.id}/members")]
    #[stream(cursor_field = "changed", define = changes_from_log)]
    struct Member {
        id: u64,
        changed: u64,
    }

    fn changes_from_log(stream: StreamOf<Member>) -> StreamOf<Member> {
        stream.behind_first_sync(|log| {
            let since = Incremental::new().format("%s").param_start("since").retention("P30D");
            log.path("audit/members").cursor_field("changed").incremental(since)
        })
    }
    // endregion
}

mod the_builder {

    // region the_builder
    use cdk_core::SourceDef;
    use cdk_core::prelude::*;
    use cdk_core::stream::{Auth, Paginate, entry, template};
    use cdk_core::template::arg;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        api_token: Secret,
    }

    struct Employees;

    impl Source for Employees {
        type Config = Config;
        const NAME: &'static str = "employees";
        const VERSION: &'static str = "0.1.0";

        fn definition() -> SourceDef<Self::Config> {
            let token =
                template("{config.api_token}", |cx: &SourceCx<'_, Config>| Ok(vec![arg(&cx.config().api_token)]));
            SourceDef::new().url_base("https://api.example.com/v1").auth(Auth::bearer(token)).stream_def(rooms)
        }
    }

    fn rooms() -> StreamDef<DynRecord, Config> {
        let properties = json!({ "id": { "type": "integer" }, "name": { "type": ["string", "null"] } });
        StreamDef::new("rooms")
            .source::<Employees>()
            .params([entry("limit", 100)])
            .records("data")
            .paginate(Paginate::cursor().more("has_more"))
            .primary_key(["id"])
            .schema(json!({ "type": "object", "required": ["id"], "properties": properties }))
    }
    // endregion
}
