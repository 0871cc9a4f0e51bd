//! The code of the page about substreams.

mod parent {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
    struct Employees;
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Employee {
        id: u64,
    }

    // region parent
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

mod parent_2 {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", records = "data", streams(Invoice, Line))]
    struct Shop;

    // region parent_2
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Shop, name = "invoices")] // {"id": "in_1", "lines": {"data": [{"id": "il_1"}, …], "has_more": true}}
    struct Invoice {
        id: String,
        is_draft: Option<bool>,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
    source = Shop,
    parent(Invoice, from = "lines.data", more = "lines.has_more", only = is_final),
    path = "invoices/{parent.id}/lines",
    paginate = cursor(token = last("id"), param = "starting_after", more = "has_more", size(limit = 100)),
    add(invoice_id = parent.id),
)]
    struct Line {
        id: String,
        invoice_id: String,
    }

    fn is_final(cx: &Cx<'_, Line>) -> Result<bool> {
        Ok(cx.parent()?.is_draft != Some(true))
    }
    // endregion
}

mod parent_3 {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Issue, Note))]
    struct Tracker;

    // region parent_3
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Tracker, path = "issues", cursor_field = "updated", params(since = "{state.updated}"))]
    struct Issue {
        id: u64,
        updated: Timestamp,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Tracker, parent(Issue, key = "id", as = "issue_id", incremental), path = "issues/{parent.id}/notes", cursor_field = "written")]
    struct Note {
        id: u64,
        written: Timestamp,
    }
    // endregion
}

mod parent_4 {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Employee))]
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

    // region parent_4
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, parent(Employee, key = "id", batch = 100), path = "salaries", params(ids = "{parent.id:,}"))]
    struct Salary {
        // GET …/salaries?ids=1,2,3
        employee_id: u64,
        amount: f64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
    source = Employees,
    parent = Employee,
    parent(Year, as = "year", only = is_worked),
    path = "employees/{parent.id}/shifts/{year.number}",
    add(employee_id = parent.id, year = year.number),
)]
    struct Shift {
        employee_id: u64,
        year: i16,
    }

    fn is_worked(cx: &Cx<'_, Shift>) -> Result<bool> {
        Ok(cx.parent_as::<Year>("year")?.number >= cx.parent()?.hired)
    }
    // endregion
}

mod slices {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {
        repositories: Vec<String>,
    }
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Commit))]
    struct Git;

    // region slices
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Git, slices(repositories, slice = String), path = "repos/{slice/*}/commits", add(repository = slice))]
    struct Commit {
        sha: String,
        repository: String,
    }

    async fn repositories(cx: &SliceCx<'_, Commit>) -> Result<Vec<String>> {
        if !cx.config().repositories.is_empty() {
            return Ok(cx.config().repositories.clone());
        }
        cx.send(cx.get("user/repositories")?).await?.json()
    }
    // endregion
}

mod slices_2 {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Order))]
    struct Shop;

    // region slices_2
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Shop, slices(customers, slice = Customer), path = "customers/{slice.id}/orders", add(customer = slice.id))]
    struct Order {
        id: u64,
        customer: u64,
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

mod slices_3 {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com", streams(Sale))]
    struct Shop;

    // region slices_3
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
    source = Shop,
    slices(regions, slice = String, as = "region"),
    slices(months, slice = Month, as = "month"),
    path = "regions/{region}/sales",
    params(from = "{month.first:%Y-%m-%d}"),
    add(month = month.first),
)]
    struct Sale {
        id: u64,
        month: Date,
    }

    #[derive(Serialize)]
    struct Month {
        first: Date,
    }

    async fn regions(_: &SliceCx<'_, Sale>) -> Result<[String; 2]> {
        Ok(["eu".to_owned(), "us".to_owned()])
    }

    async fn months(_: &SliceCx<'_, Sale>) -> Result<Vec<Month>> {
        Ok((1..=12).map(|month| Month { first: Date::constant(2024, month, 1) }).collect())
    }
    // endregion
}

mod slices_4 {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, origins("eu.example.com", "us.example.com"), streams(Sale))]
    struct Sales;

    // region slices_4
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Sales, slices(regions, slice = Region), url_base = "https://{slice.host}", add(region = slice.code))]
    struct Sale {
        id: u64,
        region: String,
    }

    #[derive(Serialize)]
    struct Region {
        code: &'static str,
        host: &'static str,
    }

    async fn regions(_: &SliceCx<'_, Sale>) -> Result<[Region; 2]> {
        Ok([Region { code: "eu", host: "eu.example.com" }, Region { code: "us", host: "us.example.com" }])
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
    #[stream(source = Chat, parent = Channel, path = "channels/{parent.id}/messages", before_slice(join, once = "join {parent.id}"))]
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
    #[source(config = Config, url_base = "https://api.example.com/v1", records = "data", streams(Employee, EmployeeDetails, Room))]
    struct Employees;

    // region cache
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, path = "employees", paginate = "cursor", primary_key = "id", cache)]
    struct Employee {
        id: u64,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, parent = Employee, path = "employees/{parent.id}/details", records = ".")]
    struct EmployeeDetails {
        title: Option<String>,
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, method = "POST", path = "rooms/search", body = json(open = true), cache(safe))]
    struct Room {
        id: u64,
    }
    // endregion
}
