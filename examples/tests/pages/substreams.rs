//! The code of the page about substreams.

mod complete {
    // region complete
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        teams: Vec<String>,
    }

    #[derive(Source)]
    #[source(
        config = Config,
        url_base = "https://api.example.com/v1",
        streams(Employee, EmployeeDetails, Vacancy),
    )]
    struct Employees;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, path = "employees", primary_key = "id", cache)]
    struct Employee {
        id: u64,
    }

    // GET https://api.example.com/v1/employees/7/details, once per employee
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, parent = Employee, path = "employees/{parent.id}/details", records = ".")]
    #[stream(primary_key = "employee_id", add(employee_id = parent.id))]
    struct EmployeeDetails {
        employee_id: u64,
        title: Option<String>,
    }

    // GET https://api.example.com/v1/teams/red/vacancies, once per team of the config
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, slices(teams, slice = String), path = "teams/{slice}/vacancies", add(team = slice))]
    struct Vacancy {
        id: u64,
        team: String,
    }

    async fn teams(cx: &SliceCx<'_, Vacancy>) -> Result<Vec<String>> {
        Ok(cx.config().teams.clone())
    }
    // endregion
}

mod parent {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Project, Task))]
    struct Tracker;
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Tracker)]
    struct Project {
        id: u64,
        archived: bool,
    }

    // region parent
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Tracker, parent(Project, key = "id", as = "project_id", only = is_open))]
    #[stream(path = "projects/{parent.id}/tasks")]
    struct Task {
        id: u64,
    }

    fn is_open(cx: &Cx<'_, Task>) -> Result<bool> {
        Ok(!cx.parent()?.archived)
    }
    // endregion
}

mod embedded {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", records = "data", streams(Invoice, Line))]
    struct Shop;

    // region embedded
    // {"id": "in_1", "lines": {"data": [{"id": "il_1"}, …], "has_more": true}}
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Shop, name = "invoices")]
    struct Invoice {
        id: String,
    }

    // GET https://api.example.com/v1/invoices/in_1/lines?starting_after=il_9, if `has_more` is true
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Shop, parent(Invoice, from = "lines.data", more = "lines.has_more"))]
    #[stream(path = "invoices/{parent.id}/lines", add(invoice_id = parent.id))]
    #[stream(paginate = cursor(token = last("id"), param = "starting_after", more = "has_more"))]
    struct Line {
        id: String,
        invoice_id: String,
    }
    // endregion
}

mod several {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee, Year, Shift, Salary))]
    struct Employees;
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
        hired: i16,
    }
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, primary_key = "number")]
    struct Year {
        number: i16,
    }

    // region several
    // GET https://api.example.com/v1/employees/7/shifts/2024
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, parent = Employee, parent(Year, as = "year", only = is_worked))]
    #[stream(path = "employees/{parent.id}/shifts/{year.number}")]
    struct Shift {
        id: u64,
    }

    fn is_worked(cx: &Cx<'_, Shift>) -> Result<bool> {
        Ok(cx.parent_as::<Year>("year")?.number >= cx.parent()?.hired)
    }
    // endregion

    // region batch
    // GET https://api.example.com/v1/salaries?ids=1,2,3
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, parent(Employee, key = "id", batch = 100))]
    #[stream(path = "salaries", params(ids = "{parent.id:,}"))]
    struct Salary {
        employee_id: u64,
        amount: f64,
    }
    // endregion
}

mod incremental_parent {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Issue, Note))]
    struct Tracker;

    // region incremental_parent
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Tracker, path = "issues", cursor_field = "updated", params(since = "{state.updated}"))]
    struct Issue {
        id: u64,
        updated: Timestamp,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Tracker, parent(Issue, key = "id", as = "issue_id", incremental))]
    #[stream(path = "issues/{parent.id}/notes", cursor_field = "written")]
    struct Note {
        id: u64,
        written: Timestamp,
    }
    // endregion
}

mod slices {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Commit))]
    struct Git;

    // region slices
    // GET https://api.example.com/repos/acme/web/commits
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Git, slices(repositories, slice = String), path = "repos/{slice/*}/commits")]
    #[stream(add(repository = slice))]
    struct Commit {
        sha: String,
        repository: String,
    }

    async fn repositories(cx: &SliceCx<'_, Commit>) -> Result<Vec<String>> {
        cx.send(cx.get("user/repositories")?).await?.json()
    }
    // endregion
}

mod slice_stream {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Order))]
    struct Shop;

    // region slice_stream
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Shop, slices(customers, slice = Customer), path = "customers/{slice.id}/orders")]
    struct Order {
        id: u64,
    }

    #[derive(Serialize, Deserialize)]
    struct Customer {
        id: u64,
    }

    async fn customers(cx: &SliceCx<'_, Order>) -> Result<SliceStream<Customer>> {
        let cx = cx.owned();
        Ok(SliceStream::unfold(0, async move |after: &mut u64| {
            let next: Option<Customer> = cx.send(cx.get(&format!("customers/next?after={after}"))?).await?.json()?;
            *after = next.as_ref().map_or(*after, |customer| customer.id);
            Ok(next)
        }))
    }
    // endregion
}

mod several_slices {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, origins("eu.example.com", "us.example.com"), streams(Sale))]
    struct Shop;

    // region several_slices
    // GET https://eu.example.com/sales?from=2024-01-01
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Shop, slices(regions, slice = Region), slices(months, slice = Date, as = "month"))]
    #[stream(url_base = "https://{slice.host}", path = "sales", params(from = "{month:%Y-%m-%d}"))]
    #[stream(add(region = slice.code, month = month))]
    struct Sale {
        id: u64,
        region: String,
        month: Date,
    }

    #[derive(Serialize)]
    struct Region {
        code: &'static str,
        host: &'static str,
    }

    async fn regions(_: &SliceCx<'_, Sale>) -> Result<[Region; 2]> {
        Ok([Region { code: "eu", host: "eu.example.com" }, Region { code: "us", host: "us.example.com" }])
    }

    async fn months(_: &SliceCx<'_, Sale>) -> Result<Vec<Date>> {
        Ok((1..=12).map(|month| Date::constant(2024, month, 1)).collect())
    }
    // endregion
}

mod before_slice {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Channel, Message))]
    struct Chat;
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Chat, path = "channels", primary_key = "id")]
    struct Channel {
        id: u64,
    }

    // region before_slice
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Chat, parent = Channel, path = "channels/{parent.id}/messages")]
    #[stream(before_slice(join, once = "join {parent.id}"))]
    struct Message {
        id: u64,
    }

    async fn join(cx: &BeforeSliceCx<'_, Message>) -> Result<()> {
        let channel = Params::new().with("channel", cx.parent()?.id);
        cx.send(cx.post_form("join", &channel)?).await.map(drop)
    }
    // endregion
}

mod cache {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee, Room))]
    struct Employees;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    // region cache
    #[stream(cache)]
    // endregion
    struct Employee {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    // region cache_safe
    #[stream(method = "POST", path = "rooms/search", body = json(open = true), cache(safe))]
    // endregion
    struct Room {
        id: u64,
    }
}
