//! A connector without any prelude.

#![no_implicit_prelude]

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

#[derive(::serde::Deserialize)]
struct Config {
    subdomain: ::std::string::String,
}

#[derive(::cdk_core::Source)]
#[source(
    config = Config,
    url_base = "https://{config.subdomain}.example.com",
    auth = bearer("{config.subdomain}"),
    streams(Employee, Detail),
)]
struct Employees;

#[derive(::serde::Serialize, ::serde::Deserialize, ::cdk_core::HttpStream)]
#[stream(source = Employees, map = unchanged, body = json(a(b = [1, "{config.subdomain}"])))]
struct Employee {
    id: u64,
}

fn unchanged(
    _: &::cdk_core::Cx<'_, Employee>,
    employee: Employee,
) -> ::cdk_core::Result<::core::option::Option<Employee>> {
    ::core::result::Result::Ok(::core::option::Option::Some(employee))
}

#[derive(::serde::Serialize, ::serde::Deserialize, ::cdk_core::HttpStream)]
#[stream(source = Employees, parent = Employee, path = "e/{parent.id}", add(employee = parent.id, kind = "x"))]
struct Detail {
    employee: u64,
    kind: ::std::string::String,
}

fn main() {
    let _ = <Detail as ::cdk_core::HttpStream>::definition();
}
