//! Words split over several attributes, structs made by macros, and structs inside a function.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://{config.subdomain}.example.com")]
#[source(streams(Employee, Detail))]
struct Employees;

macro_rules! stream {
    ($name:ident, $ty:ty, $path:literal, $key:literal, $limit:expr, $($words:tt)*) => {
        #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
        #[stream(source = $ty, path = $path)]
        /// Between them.
        #[stream(primary_key = $key, params(limit = 5, subdomain = "{config.subdomain}"), $($words)*)]
        struct $name {
            id: u64,
        }
    };
}

stream!(Employee, Employees, "employees/{config.subdomain}", "id", 5,);
stream!(Detail, Employees, "e/{parent.id}", "id", 5, parent = Employee, add(id = parent.id));

fn main() {
    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Employees)]
    struct Local {
        id: u64,
    }

    let _ = (Employees::definition(), Employee::definition(), Detail::definition(), Local::definition());
}
