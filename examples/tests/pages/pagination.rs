//! The code of the page about pagination.

mod paginate {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region paginate
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
    source = Employees,
    records = "data",
    paginate = cursor(token = "meta.next", param = "after", more = "meta.has_more", size(limit = 100)),
)]
    struct Employee {
        id: u64,
    }
    // endregion
}

mod paginate_source {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region paginate_source
    #[derive(Source)]
    #[source(
    config = Config,
    url_base = "https://api.example.com/v1",
    records = "data",
    paginate = cursor(token = last("id"), param = "starting_after", more = "has_more", size(limit = 100)),
    streams(Employee),
)]
    struct Employees;
    // endregion
}

mod next_page_token {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region next_page_token
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, next_page_token = behind_the_last, params(after = "{token}"))]
    struct Employee {
        id: u64,
    }

    fn behind_the_last(cx: &Cx<'_, Employee>) -> Result<Option<Value>> {
        Ok(cx.last_record().map(|employee| employee["id"].clone()))
    }
    // endregion
}

mod cursor {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region cursor
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
    source = Employees,
    path = "graphql",
    body = graphql(query = "query ($after: String) { employees(after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } }"),
    records = "data.employees.nodes",
    paginate = cursor(
        token = "data.employees.pageInfo.endCursor",
        more = "data.employees.pageInfo.hasNextPage",
        body = "variables.after",
    ),
)]
    struct Employee {
        id: u64,
    }
    // endregion
}

mod page {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region page
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, records = "data", paginate = page(param = "p", start = 0, total = "meta.pages", size(per_page = 100)))]
    struct Employee {
        id: u64,
    }
    // endregion
}

mod offset {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region offset
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, records = "data", paginate = offset(param = "skip", size(take = 200)))]
    struct Employee {
        id: u64,
    }
    // endregion
}

mod link {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region link
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, paginate = link(rel = "next", size(per_page = 100)))]
    struct Employee {
        id: u64,
    }
    // endregion
}

mod next_url {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;

    // region next_url
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, records = "data", paginate = next_url(at = "paging.next"))]
    struct Employee {
        id: u64,
    }
    // endregion
}
