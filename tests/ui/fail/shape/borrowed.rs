//! A record owns its values.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Employee, Fixed, Unused, Page<u64>, Row<3>))]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, filter = is_named)]
struct Employee<'a> {
    id: u64,
    name: &'a str,
    title: Option<std::borrow::Cow<'a, str>>,
    #[serde(borrow)]
    parts: Vec<&'a [u8]>,
}

fn is_named(cx: &Cx<'_, Employee<'static>>) -> Result<bool> {
    Ok(cx.config().subdomain.is_empty())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees)]
struct Fixed {
    id: u64,
    kind: &'static str,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees)]
struct Unused<'a> {
    id: u64,
    #[serde(skip)]
    nothing: std::marker::PhantomData<fn() -> Nothing<'a>>,
}

#[derive(Default)]
struct Nothing<'a>(std::marker::PhantomData<&'a ()>);

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees)]
struct Page<T> {
    rows: Vec<T>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees)]
struct Row<const N: usize> {
    id: u64,
}

fn main() {}
