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
#[source(config = Config, url_base = "https://{config.subdomain}.example.com", params(a = 1), streams(Employee, Detail))]
struct Employees;

#[derive(Serialize, Deserialize, cdk_core::HttpStream)]
#[stream(source = Employees, filter = is_active, paginate = "cursor", params(of = "{config.subdomain}"))]
struct Employee {
    id: ::core::primitive::u64,
}

fn is_active(_: &Cx<'_, Employee>) -> cdk_core::Result<bool> {
    ::core::result::Result::Ok(true)
}

#[derive(Serialize, Deserialize, cdk_core::HttpStream)]
#[stream(source = Employees, parent = Employee, path = "e/{parent.id}", add(employee = parent.id))]
struct Detail {
    employee: ::core::primitive::u64,
}

fn main() {
    let _ = <Detail as cdk_core::HttpStream>::definition();
}
