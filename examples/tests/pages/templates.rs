//! The code of the page about templates.

mod templates {

    // region templates
    use cdk_core::prelude::*;

    #[derive(Deserialize, JsonSchema)]
    struct Config {
        start_date: Option<Date>,
        region: Region,
    }

    #[derive(Deserialize, JsonSchema)]
    enum Region {
        Eu,
        Us,
    }

    impl TemplateValue for Region {
        fn template_value(&self) -> Option<Value> {
            Some(Value::from(match self {
                Region::Eu => "eu-1",
                Region::Us => "us-2",
            }))
        }
    }

    #[derive(Source)]
    #[source(config = Config, url_base = "https://{config.region}.example.com", streams(Employee))]
    struct Employees;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
    source = Employees,
    params(
        day = "{config.start_date}",                         // 2024-01-31
        since = "{config.start_date:%s}",                    // 1706659200
        from = "{config.start_date:%Y-%m-%dT%H:%M:%SZ}",     // 2024-01-31T00:00:00Z
        at = "{config.start_date:rfc3339}",                  // 2024-01-31T00:00:00Z
        q = "hired:{config.start_date:%d.%m.%Y} in {{all}}", // hired:31.01.2024 in {all}: an error without a start_date
    ),
)]
    struct Employee {
        id: u64,
    }
    // endregion
}
