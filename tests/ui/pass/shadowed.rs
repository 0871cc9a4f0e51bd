//! Names of std, of core and of cdk-core that the user took for other things.

#![allow(non_camel_case_types, dead_code)]

use cdk_core::Cx;
use serde::{Deserialize, Serialize};

mod core {}
mod std {}

struct Option;
struct Some;
struct None;
struct String;
struct Result;
struct Ok;
struct Err;
struct Vec;
struct Box;
struct cx;
const HOOK: () = ();

/// schemars' own derive needs the prelude, so its trait is implemented by hand here.
macro_rules! any_schema {
    ($($name:ident)*) => {$(
        impl ::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, ::core::primitive::str> {
                ::std::borrow::Cow::Borrowed(::core::stringify!($name))
            }

            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                ::core::default::Default::default()
            }
        }
    )*};
}

any_schema!(Config Employee Detail);

#[derive(Deserialize)]
struct Config {
    subdomain: ::std::string::String,
}

#[derive(cdk_core::Source)]
#[source(
    config = Config,
    url_base = "https://{config.subdomain}.example.com",
    params(a = 1),
    on(json("ok") = [false, 0, "no"], header("X-Why"), fail(config), "{response.error} of {config.subdomain}"),
    rate_limit("{config.subdomain}/1m", "5/1s", burst = 5, path = "e/*", method = "GET", weight = 2),
    circuit = 20,
    streams(Employee, Detail),
)]
struct Employees;

#[derive(Serialize, Deserialize, cdk_core::HttpStream)]
#[stream(
    source = Employees,
    filter = is_active,
    paginate = "cursor",
    params(of = "{config.subdomain}"),
    on = none,
    on(status = [404, 410], json("code"), body_contains = "gone", ignore),
    on(status = 500..=599, header("X-Why") = "quota", retry, "busy: {header.X-Why}"),
    rate_limit = none,
    rate_limit(from_headers),
    rate_limit(wait = "backoff"),
    circuit = none,
    before_slice(join, once = "{config.subdomain}"),
)]
struct Employee {
    id: ::core::primitive::u64,
}

async fn join(_: &cdk_core::stream::BeforeSliceCx<'_, Employee>) -> cdk_core::Result<()> {
    ::core::result::Result::Ok(())
}

fn is_active(_: &Cx<'_, Employee>) -> cdk_core::Result<bool> {
    ::core::result::Result::Ok(true)
}

#[derive(Serialize, Deserialize, cdk_core::HttpStream)]
#[stream(source = Employees, parent = Employee, path = "e/{parent.id}", add(employee = parent.id), before_slice = Self::open)]
struct Detail {
    employee: ::core::primitive::u64,
}

impl Detail {
    async fn open(_: &cdk_core::stream::BeforeSliceCx<'_, Self>) -> cdk_core::Result<()> {
        ::core::result::Result::Ok(())
    }
}

fn main() {
    let _ = <Detail as cdk_core::HttpStream>::definition();
}
