//! The code of the page about hooks.

mod first {
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
    #[stream(source = Employees, parent = Employee, request_params = params, next_page_token = next, filter = is_open)]
    struct Task {
        number: u64,
        done: bool,
    }

    fn params(cx: &Cx<'_, Task>) -> Result<Params> {
        Ok(Params::new().with("employee", cx.parent()?.id).with("after", cx.next_page_token()))
    }

    fn next(cx: &Cx<'_, Task>) -> Result<Option<Value>> {
        let is_last_page = cx.response()?.header("X-Last-Page") == Some("true");
        Ok(cx.last_record().filter(|_| !is_last_page).map(|task| task["number"].clone()))
    }

    fn is_open(cx: &Cx<'_, Task>) -> Result<bool> {
        let task = cx.record()?;
        if task.number == 0 {
            return Err(Error::system("a task without a number"));
        }
        if task.done {
            cx.debug(format!("task {} is done", task.number)); // stream `task`: task 7 is done
        }
        Ok(!task.done)
    }
    // endregion
}
