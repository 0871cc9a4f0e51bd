//! Testing: a scripted local API, in-process runs of a source, and accessors for its output.
//!
//! In: routes and their replies, faults included ([`Api`], [`Reply`]), and a source. Out: the received requests
//! ([`Received`]) and the messages of the source ([`Output`]).
//! Needs the feature `testing`: enable it in the connector's dev-dependencies. Functions that require a result, such as
//! [`Output::succeeded`], panic with a helpful message, since only tests call them; accessors do not panic.
//! [`golden`] compares files that a reviewer reads; [`config_table`] and [`streams_table`] make the tables of a README.
//! [`mock_api`] serves a source's own definition with generated records; [`mock`] does so until the process ends.
//! Not here: mocks of the client. A source under test sends real requests over loopback and writes real lines.
//!
//! ```
//! use cdk_core::prelude::*;
//! use cdk_core::testing::{self, Api, Reply};
//! use schemars::JsonSchema;
//! use serde::{Deserialize, Serialize};
//! use serde_json::json;
//!
//! #[derive(Deserialize, JsonSchema)]
//! struct Config {
//!     api_token: Secret,
//! }
//!
//! #[derive(Source)]
//! #[source(
//!     name = "directory",
//!     config = Config,
//!     url_base = "https://directory.example.com",
//!     auth = bearer("{config.api_token}"),
//!     records = "data",
//!     streams(User),
//! )]
//! struct Directory;
//!
//! #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
//! #[stream(source = Directory, path = "users", paginate = "cursor", primary_key = "id")]
//! struct User {
//!     id: u64,
//!     name: Option<String>,
//! }
//!
//! let api = Api::new()
//!     .on("GET /users", |request| match request.param("cursor") {
//!         None => Reply::json(json!({ "data": [{ "id": 1, "name": "Ada" }], "next_cursor": "b" })),
//!         Some(_) => Reply::json(json!({ "data": [{ "id": 2 }] })),
//!     })
//!     .start();
//!
//! let output = testing::read::<Directory>(&api, json!({ "api_token": "t0ken" }), ["user"]).succeeded();
//!
//! assert_eq!(output.records("user"), [json!({ "id": 1, "name": "Ada" }), json!({ "id": 2 })]);
//! assert_eq!(output.statuses("user"), ["STARTED", "RUNNING", "COMPLETE"]);
//! assert_eq!(api.count("GET /users"), 2);
//! assert_eq!(api.requests()[0].header("authorization"), Some("Bearer t0ken"));
//! ```

mod api;
pub mod golden;
mod mock;
mod output;
mod received;
mod reply;
mod route;
mod run;
#[doc(hidden)]
pub mod scanner;
#[doc(hidden)]
pub mod schema;
mod stop;
mod tables;

#[cfg(test)]
mod tests;

pub use api::{Api, RunningApi};
pub use mock::{mock, mock_api};
pub use output::{NotOneMessage, Output};
pub use received::Received;
pub use reply::Reply;
pub use run::{Connector, Selection, check, discover, read, run, spec};
pub use tables::{config_table, streams_table};
