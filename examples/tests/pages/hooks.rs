//! The code of the page about hooks.

mod hooks {
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

    // region hooks
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, parent = Employee, request_params = params, next_page_token = next, filter = open)]
    struct Task {
        number: u64,
        done: bool,
    }

    fn params(cx: &Cx<'_, Task>) -> Result<Params> {
        Ok(Params::new().with("employee", cx.parent()?.id).with("after", cx.next_page_token()))
    }

    fn next(cx: &Cx<'_, Task>) -> Result<Option<Value>> {
        let is_last = cx.response()?.header("X-Last-Page") == Some("true");
        Ok(cx.last_record().filter(|_| !is_last).map(|task| task["number"].clone()))
    }

    fn open(cx: &Cx<'_, Task>) -> Result<bool> {
        let task = cx.record()?;
        if task.number == 0 {
            return Err(Error::system("a task without a number; the API promises one"));
        }
        Ok(!task.done)
    }
    // endregion
}

mod hooks_2 {
    use cdk_core::prelude::*;
    #[derive(Deserialize, JsonSchema)]
    struct Config {}
    #[derive(Source)]
    #[source(config = Config, url_base = "https://api.example.com/v1", streams(Contractor))]
    struct Employees;

    // region hooks_2
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees, filter = has_name)]
    struct Contractor {
        id: u64,
        name: Option<String>,
    }

    fn has_name(cx: &Cx<'_, Contractor>) -> Result<bool> {
        let contractor = cx.record()?;
        if contractor.name.is_none() {
            // WARN stream `contractor`: contractor 7 has no name and is left out
            cx.warn(format!("contractor {} has no name and is left out", contractor.id));
        }
        Ok(contractor.name.is_some())
    }
    // endregion
}
