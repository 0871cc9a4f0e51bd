//! Shared: the attributes that streams and sources have in common. Those of a source are defaults for its streams.
//!
//! In: one attribute. Out: its value in [`Shared`], or `false` if only one of the derives has the attribute.
//! Not here: attributes of one derive (see `stream` and `source`).

use syn::Result;

use super::entry::{Kind, entries};
use super::spot::Spot;
use super::{add, auth, body, circuit, concurrency, former, on, paginate, place, rate_limit, retry};
use crate::ast::Shared;

/// Values of `undeclared` and the variants of core's enum.
const UNDECLARED: &[(&str, &str)] = &[("drop", "Drop"), ("keep", "Keep"), ("fail", "Fail")];
const ON_MISMATCH: &[(&str, &str)] = &[("null", "Null"), ("fail", "Fail")];

/// Reads the attribute if it is shared; returns whether it is.
pub(super) fn read(spot: &Spot<'_>, shared: &mut Shared) -> Result<bool> {
    match spot.spec.name {
        "name" => shared.name = Some(spot.text()?),
        "config" => shared.config = Some(spot.ty()?),
        "url_base" => shared.url_base = Some(spot.template()?),
        "auth" => shared.auth = auth::auth(spot)?,
        "params" => {
            let entries = entries(spot, Kind::Params)?;
            shared.params = Some(spot.given(entries));
        }
        "headers" => {
            let entries = entries(spot, Kind::Headers)?;
            shared.headers = Some(spot.given(entries));
        }
        "body" => shared.body = body::body(spot)?,
        "body_json" | "body_form" | "body_text" | "body_graphql" => shared.body = former::body(spot),
        "records" => shared.records = Some(place::as_place(spot, spot.text()?)?),
        "paginate" => shared.paginate = paginate::paginate(spot)?,
        "primary_key" if spot.takes_none() => shared.primary_key = Some(spot.given(Vec::new())),
        "primary_key" => shared.primary_key = Some(spot.texts()?),
        "add" => {
            let added = add::added(spot)?;
            shared.add = Some(spot.given(added));
        }
        "concurrency" => shared.concurrency = Some(concurrency::concurrency(spot)?),
        "retry" => shared.retry = retry::retry(spot)?,
        "should_retry" => shared.should_retry = Some(spot.hook()?),
        "backoff_time" => shared.backoff_time = Some(spot.hook()?),
        "on" | "rate_limit" if spot.takes_none() => shared.dropped.push(spot.word.clone()),
        "on" => shared.on.extend(on::on(spot)?.map(|on| spot.given(on))),
        "rate_limit" => shared.rate_limits.extend(rate_limit::rate_limit(spot)?.map(|limit| spot.given(limit))),
        "circuit" => shared.circuit = Some(circuit::circuit(spot)?),
        "undeclared" => shared.undeclared = Some(spot.choice(UNDECLARED)?),
        "on_mismatch" => shared.on_mismatch = Some(spot.choice(ON_MISMATCH)?),
        "request_params" => shared.request_params = Some(spot.hook()?),
        "request_headers" => shared.request_headers = Some(spot.hook()?),
        _ => return Ok(false),
    }
    Ok(true)
}
