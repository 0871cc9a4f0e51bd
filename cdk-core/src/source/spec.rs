//! `spec`: the connector's documentation URL, its config schema and its abilities.

use serde_json::Value;

use super::advanced_auth::advanced_auth;
use super::config::ConfigType;
use crate::protocol::ConnectorSpecification;
use crate::schema::connection_specification;
use crate::stream::SourceDef;

/// The supported version of the Airbyte protocol.
const PROTOCOL_VERSION: &str = "0.3.2";

/// The schema of the config: the explicit one, else that of the config type.
pub(crate) fn config_schema<C: ConfigType>(source: &SourceDef<C>) -> Value {
    source.spec.clone().unwrap_or_else(connection_specification::<C>)
}

pub(crate) fn spec<C: ConfigType>(source: &SourceDef<C>) -> ConnectorSpecification {
    // Whether streams of `streams = f` are incremental is only known in `discover`.
    let is_incremental = source.streams_fn.is_some() || source.streams.iter().any(|listed| listed().is_incremental());
    ConnectorSpecification {
        documentation_url: source.documentation_url.clone(),
        connection_specification: config_schema(source),
        advanced_auth: source.advanced_auth.clone().or_else(|| source.login.as_ref().and_then(advanced_auth)),
        supports_incremental: Some(is_incremental),
        protocol_version: Some(PROTOCOL_VERSION.to_owned()),
    }
}
