//! `spec`: what the connector is and which config it takes.

use super::advanced_auth::advanced_auth;
use crate::protocol::ConnectorSpecification;
use crate::schema::connection_specification;
use crate::stream::Source;

/// The version of the protocol that is spoken.
const PROTOCOL_VERSION: &str = "0.3.2";

pub(crate) fn spec<S: Source>() -> ConnectorSpecification {
    let definition = S::definition();
    // What the API's own streams can do, only `discover` knows: nothing is ruled out here.
    let is_incremental = definition.streams_fn.is_some()
        || definition.streams.iter().any(|listed| (listed.definition)().is_incremental());
    ConnectorSpecification {
        documentation_url: definition.documentation_url,
        connection_specification: connection_specification::<S::Config>(),
        advanced_auth: definition.login.as_ref().and_then(advanced_auth),
        supports_incremental: Some(is_incremental),
        protocol_version: Some(PROTOCOL_VERSION.to_owned()),
    }
}
