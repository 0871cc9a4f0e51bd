//! The code of the page about source.

mod source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region source
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)] // GET https://api.example.com/v1/employee
    struct Employee {
        id: u64,
    }
    // endregion
}

mod config {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, streams(Status))]
    struct Employees;

    // region config
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(config = Config, url_base = "https://status.example.com", path = "api/incidents")]
    struct Status {
        id: String,
    }
    // endregion
}

mod config_source {
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region config_source
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        /// API token from Settings → API.
        #[schemars(title = "API Token")]
        api_token: Secret,
        /// Employees hired before this day are not read.
        start_date: Option<Date>,
        /// How many employees one request asks for.
        #[schemars(range(min = 1, max = 500))]
        #[serde(default = "hundred")]
        page_size: u32,
        region: Region,
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
    #[source(config = Config, url_base = "https://api.example.com/v1", auth = bearer("{config.api_token}"), streams(Employee))]
    struct Employees;
    // endregion

    #[test]
    fn the_config_is_announced() {
        let spec = cdk_core::schema::connection_specification::<Config>();
        assert_eq!(spec["required"], json!(["api_token", "region"]));
        assert_eq!(spec["properties"]["api_token"]["airbyte_secret"], true);
    }
}

mod name {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region name
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, name = "employees")]
    struct Employee {
        id: u64,
    }
    // endregion
}

mod name_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region name_source
    #[derive(Source)]
    #[source(name = "source-employees", config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;
    // endregion
}

mod documentation_url {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region documentation_url
    #[derive(Source)]
    #[source(
    config = Config,
    documentation_url = "https://docs.example.com/connectors/employees",
    url_base = "https://api.example.com/v1",
    streams(Employee),
)]
    struct Employees;
    // endregion
}

mod streams {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Team {
        id: u64,
    }

    // region streams
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee, Team))]
    struct Employees;
    // endregion
}

mod streams_2 {
    use cdk_core::Context;
    use cdk_core::prelude::*;
    use cdk_core::stream::template;
    use cdk_core::template::arg;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        api_token: Secret,
    }

    // region streams_2
    #[derive(Source)]
    #[source(config = Config, url_base = "https://tables.example.com/v1", auth = bearer("{config.api_token}"), streams = tables)]
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

mod check {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region check
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", check = Employee, streams(Employee))]
    struct Employees;
    // endregion
}

mod origins {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region origins
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", origins("files.example.com"), streams(Employee))]
    struct Employees;
    // endregion
}

mod ignores {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        team: Option<String>,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region ignores
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", ignores("team"), streams(Employee))]
    struct Employees;
    // endregion
}
