//! Serve: the routes of all streams, and the server for `cargo run -- mock`.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use super::limits::SharedLimits;
use super::stream::MockStream;
use crate::stream::Source;
use crate::testing::Api;

/// The source's definition as an API: each stream is a route with generated records.
///
/// ```
/// use cdk_core::prelude::*;
/// use cdk_core::testing;
///
/// #[derive(Deserialize, JsonSchema)]
/// struct Config {
///     api_token: Secret,
/// }
///
/// #[derive(Source)]
/// #[source(config = Config, url_base = "https://api.example.com/v1", auth = bearer("{config.api_token}"), streams(Planet))]
/// struct Planets;
///
/// #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
/// #[stream(source = Planets, name = "planets", records = "data", paginate = "cursor", primary_key = "id")]
/// struct Planet {
///     id: u64,
///     name: String,
/// }
///
/// let api = testing::mock_api::<Planets>().start();
/// let output = testing::read::<Planets>(&api, json!({ "api_token": "any" }), ["planets"]).succeeded();
///
/// assert_eq!(output.records("planets").len(), 25);
/// assert_eq!(output.records("planets")[0], json!({ "id": 1, "name": "name 1" }));
/// assert_eq!(api.count("GET /v1/planets"), 3);
/// ```
pub fn mock_api<S: Source>() -> Api {
    api(&streams::<S>())
}

/// Serves the source's definition on this loopback port until the process ends. Prints the URL and the streams.
///
/// The exit code is that of a process that cannot use the port. Port 0 is a free port.
///
/// ```no_run
/// # use cdk_core::prelude::*;
/// # use cdk_core::testing;
/// # #[derive(Deserialize, JsonSchema)] struct Config {}
/// # #[derive(Source)] #[source(config = Config, url_base = "https://api.example.com", streams(User))] struct Users;
/// # #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
/// # #[stream(source = Users, primary_key = "id")] struct User { id: u64 }
/// fn main() -> ExitCode {
///     if std::env::args().nth(1).as_deref() == Some("mock") {
///         return testing::mock::<Users>(8090);
///     }
///     cdk_core::run::<Users>()
/// }
/// ```
pub fn mock<S: Source>(port: u16) -> ExitCode {
    let streams = streams::<S>();
    let running = match api(&streams).start_at(port) {
        Ok(running) => running,
        Err(error) => {
            // If this fails, the exit code is the only report.
            let _ = writeln!(std::io::stderr(), "error: cannot serve on port {port}: {error}; use another port");
            return ExitCode::FAILURE;
        }
    };
    // The server is of use without its list, so a closed stdout does not stop it.
    let _ = std::io::stdout().write_all(listing(S::NAME, &running.url(), &streams).as_bytes());
    loop {
        std::thread::park();
    }
}

type Listed = (String, Option<Arc<MockStream>>);

/// All streams of the source; `None` for one that cannot be served.
fn streams<S: Source>() -> Vec<Listed> {
    let definitions = S::definition().streams.iter().map(|listed| listed()).collect::<Vec<_>>();
    let mut limits = SharedLimits::new();
    let served = |stream| MockStream::new(stream, &mut limits).map(Arc::new);
    let names: Vec<_> = definitions.iter().map(|stream| stream.name.clone()).collect();
    names.into_iter().zip(definitions.iter().map(served)).collect()
}

fn api(streams: &[Listed]) -> Api {
    let mut served: Vec<_> = streams.iter().filter_map(|(_, stream)| stream.clone()).collect();
    // `/users/me` before `/users/{id}`.
    served.sort_by_key(|stream| stream.captures);
    served.into_iter().fold(Api::new(), |api, stream| {
        let route = stream.route.clone();
        api.on(&route, move |request| {
            let refusal = stream.check.refusal(request).or_else(|| stream.limits.refusal(request));
            refusal.unwrap_or_else(|| stream.pages.reply(request))
        })
    })
}

fn listing(source: &str, url: &str, streams: &[Listed]) -> String {
    let lines = streams.iter().map(|(name, stream)| match stream {
        Some(stream) => format!("  {name}: {}, needs {}\n", stream.route, stream.check.place()),
        None => format!("  {name}: not served, or part of its parent's records\n"),
    });
    let lines: String = lines.collect();
    format!("{source} as a mock, with generated records:\n{lines}{url}\n")
}
