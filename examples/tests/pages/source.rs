//! The code of the page about sources and streams.

mod complete {
    // region complete
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        /// API token from Settings → API.
        #[schemars(title = "API Token")]
        api_token: Secret,
        /// Employees hired before this day are not read.
        start_date: Option<Date>,
        /// Employees per page.
        #[serde(default = "hundred")]
        #[schemars(range(min = 1, max = 500))]
        page_size: u32,
        region: Region,
        batch_size: Option<u32>,
    }

    #[derive(Deserialize, JsonSchema)]
    #[serde(rename_all = "lowercase")]
    enum Region {
        Eu,
        Us,
    }

    fn hundred() -> u32 {
        100
    }

    #[derive(Source)]
    #[source(
        name = "source-employees",
        config = Config,
        documentation_url = "https://docs.example.com/connectors/employees",
        url_base = "https://api.example.com/v1",
        auth = bearer("{config.api_token}"),
        origins("files.example.com"), // some next-page URLs are on this host
        ignores("batch_size"),        // a key of the connector that this one replaces
        check = Team,
        streams(Employee, Team),
    )]
    struct Employees;

    // GET https://api.example.com/v1/employees?limit=100
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, name = "employees", params(limit = "{config.page_size}"))]
    struct Employee {
        id: u64,
    }

    // GET https://api.example.com/v1/team
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Team {
        id: u64,
    }
    // endregion

    #[test]
    fn the_config_is_announced() {
        let spec = cdk_core::schema::connection_specification::<Config>();
        assert_eq!(spec["required"], json!(["api_token", "region"]));
        assert_eq!(spec["properties"]["api_token"]["airbyte_secret"], true);
        assert_eq!(spec["properties"]["page_size"]["default"], 100);
        assert_eq!(spec["properties"]["page_size"]["title"], "Page Size");
    }
}

mod attributes {
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        batch_size: Option<u32>,
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1")]
    // region documentation_url
    #[source(documentation_url = "https://docs.example.com/connectors/employees")]
    // endregion
    // region streams
    #[source(streams(Employee, Status))]
    // endregion
    // region check
    #[source(check = Employee)]
    // endregion
    // region origins
    #[source(origins("files.example.com", "http://files.example.com:8080"))]
    // endregion
    // region ignores
    #[source(ignores("batch_size"))]
    // endregion
    struct Employees;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    // region source
    #[stream(source = Employees)]
    // endregion
    // region name
    #[stream(name = "employees")]
    // endregion
    struct Employee {
        id: u64,
    }

    // region config
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(config = Config, url_base = "https://status.example.com", path = "api/incidents")]
    struct Status {
        id: String,
    }
    // endregion
}

mod streams_of_the_api {
    use cdk_core::Context;
    use cdk_core::prelude::*;
    use cdk_core::stream::template;
    use cdk_core::template::arg;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        api_token: Secret,
    }

    // region streams_of_the_api
    #[derive(Source)]
    #[source(config = Config, url_base = "https://tables.example.com/v1", streams = tables)]
    #[source(auth = bearer("{config.api_token}"))]
    struct Tables;

    #[derive(Deserialize)]
    struct Table {
        id: String,
        name: String,
        schema: Value,
    }

    async fn tables(cx: &StreamsCx<'_, Config>) -> Result<Vec<Stream<Config>>> {
        let tables: Vec<Table> = cx.send(cx.get("tables")?).await?.json()?;
        Ok(tables.into_iter().map(|table| rows(table).into()).collect())
    }

    fn rows(Table { id, name, schema }: Table) -> StreamDef<DynRecord, Config> {
        let path = template("tables/{table.id}/rows", move |_: &Context<'_, DynRecord, Config>| Ok(vec![arg(&id)]));
        StreamDef::new(name).source::<Tables>().path(path).schema(schema).primary_key(["id"])
    }
    // endregion
}
