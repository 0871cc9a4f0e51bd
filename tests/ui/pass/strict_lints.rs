//! The strictest lints that rustc and clippy have: generated code trips none of them.

#![forbid(unsafe_code)]
#![deny(warnings, unused, nonstandard_style, future_incompatible, keyword_idents, let_underscore)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery, clippy::cargo)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::str_to_string)]
#![deny(
    clippy::missing_inline_in_public_items,
    clippy::absolute_paths,
    clippy::default_numeric_fallback,
    clippy::shadow_unrelated
)]
#![deny(missing_docs, unreachable_pub, unused_qualifications, unused_results, single_use_lifetimes, unused_lifetimes)]
#![deny(elided_lifetimes_in_paths, explicit_outlives_requirements, trivial_casts, trivial_numeric_casts)]
#![deny(missing_copy_implementations, missing_debug_implementations, variant_size_differences, non_local_definitions)]
#![deny(
    private_interfaces,
    private_bounds,
    unnameable_types,
    redundant_lifetimes,
    unit_bindings,
    macro_use_extern_crate
)]
#![allow(clippy::cargo_common_metadata, clippy::multiple_crate_versions, reason = "not about this file")]
#![allow(clippy::unnecessary_wraps, clippy::unused_async, clippy::future_not_send, reason = "what a hook looks like")]

use cdk_core::stream::BeforeSliceCx;
use cdk_core::{AuthCx, Credentials, Cx, HttpStream, Result, Source, SourceCx, hook::Params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The config.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Config {
    /// The account's subdomain.
    pub subdomain: String,
}

/// The source.
#[derive(Debug, Clone, Copy, Source)]
#[source(
    config = Config,
    url_base = "https://{config.subdomain}.example.com",
    auth = bearer("{config.subdomain}"),
    params(limit = 100_000, ratio = 0.5),
    request_params = source_params,
    on(json("code") = [7, 1.5, true, "gone"], fail(transient), "{config.subdomain} has {response.reason}"),
    rate_limit("100/1m", burst = 20),
    circuit = 20,
    streams(Employee, Detail),
)]
pub struct Employees;

fn source_params(cx: &SourceCx<'_, Config>) -> Result<Params> {
    Ok(Params::new().with("subdomain", &cx.config().subdomain))
}

/// An employee.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Employees,
    primary_key = "id",
    paginate(cursor(token = last("id"), param = "after", size(limit = 100_000))),
    params(of = "{config.subdomain}", next = "{token}", list = ["a", "{config.subdomain}"]),
    filter = is_active,
    map = unchanged,
    auth = sign,
    on(status = [404, 410], header("X-Why") = ["quota", "plan"], ignore, "no employees in {config.subdomain}"),
    on(status = 500..600, body_contains = "closed", retry),
    on(empty, reset_pagination),
    rate_limit("{config.subdomain}/1m", path = "employees/**", method = "GET", weight = 1),
    circuit = none,
    before_slice(join, once = "{config.subdomain}"),
)]
pub struct Employee {
    /// Its number.
    pub id: u64,
}

fn is_active(cx: &Cx<'_, Employee>) -> Result<bool> {
    Ok(cx.record()?.id > 0)
}

fn unchanged(cx: &Cx<'_, Employee>, employee: Employee) -> Result<Option<Employee>> {
    Ok((!cx.stream().is_empty()).then_some(employee))
}

async fn sign(cx: &AuthCx<'_, Config>) -> Result<Credentials> {
    Ok(Credentials::new().header("X-Token", cx.config().subdomain.clone()))
}

async fn join(_: &BeforeSliceCx<'_, Employee>) -> Result<()> {
    Ok(())
}

/// Details of an employee.
#[derive(Debug, Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, parent = Employee, path = "e/{parent.id}", add(employee = parent.id, read_at = now))]
pub struct Detail {
    /// Whose.
    pub employee: u64,
    /// When.
    pub read_at: String,
}

fn main() {
    drop((Employees::definition(), Employee::definition(), Detail::definition()));
}
