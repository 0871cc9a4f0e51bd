//! The code of the page about pagination.

mod complete {
    // region complete
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {}

    // GET https://api.example.com/v1/employee?limit=100
    // {"data": [{"id": 7}, …], "has_more": true}
    // GET https://api.example.com/v1/employee?limit=100&starting_after=7
    #[derive(Source)]
    #[source(
        config = Config,
        url_base = "https://api.example.com/v1",
        records = "data",
        paginate = cursor(token = last("id"), param = "starting_after", more = "has_more", size(limit = 100)),
        streams(Employee, Team, Office),
    )]
    struct Employees;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // GET https://api.example.com/v1/team?page=1, then page=2, until an empty page
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, paginate = "page")]
    struct Team {
        id: u64,
    }

    // One request
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, paginate = none)]
    struct Office {
        id: u64,
    }
    // endregion
}

mod strategies {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Cursor, Page, Offset, Link, NextUrl))]
    struct Employees;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    #[stream(body = graphql(query = "query ($after: String) { employees(after: $after) { nodes { id } } }"))]
    // region cursor
    #[stream(paginate = cursor(
        token = "data.employees.pageInfo.endCursor",
        more = "data.employees.pageInfo.hasNextPage",
        body = "variables.after",
        size("variables.first" = 50),
    ))]
    // endregion
    struct Cursor {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    // region page
    #[stream(paginate = page(param = "p", start = 0, total = "meta.pages", size(per_page = 100)))]
    // endregion
    struct Page {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    // region offset
    #[stream(paginate = offset(param = "skip", total = "meta.count", size(take = 200)))]
    // endregion
    struct Offset {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    // region link
    #[stream(paginate = link(rel = "next", size(per_page = 100)))]
    // endregion
    struct Link {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    // region next_url
    #[stream(paginate = next_url(at = "paging.next"))]
    // endregion
    struct NextUrl {
        id: u64,
    }
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
    #[stream(source = Employees, next_page_token = last_id, params(after = "{token}"))]
    struct Employee {
        id: u64,
    }

    fn last_id(cx: &Cx<'_, Employee>) -> Result<Option<Value>> {
        Ok(cx.last_record().map(|employee| employee["id"].clone()))
    }
    // endregion
}
