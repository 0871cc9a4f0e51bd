//! A connector for the tests that need a process: one stream, from the server that its config names.

use cdk_core::prelude::*;

/// Where the records are.
#[derive(Deserialize, JsonSchema)]
struct Config {
    /// The address of the server.
    server: String,
    /// Its token.
    token: Secret,
}

#[derive(Source)]
#[source(
    name = "source-under-test",
    config = Config,
    url_base = "{config.server}",
    auth = bearer("{config.token}"),
    records = "data",
    streams(Item, Other, Broken, Kept, OfKept),
)]
struct UnderTest;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = UnderTest, path = "items", paginate = "cursor", primary_key = "id", add(read_at = now))]
struct Item {
    id: u64,
    text: Option<String>,
    read_at: Timestamp,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = UnderTest, path = "others")]
struct Other {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = UnderTest, path = "others", filter = panics)]
struct Broken {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = UnderTest, path = "kept", paginate = "cursor", primary_key = "id", cache)]
struct Kept {
    id: u64,
    text: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = UnderTest, parent = Kept, path = "kept/{parent.id}")]
struct OfKept {
    id: u64,
}

/// A defect of a connector's own.
fn panics(cx: &Cx<'_, Broken>) -> Result<bool> {
    let digit = cx.config().token.expose().find('7').unwrap_or(usize::MAX);
    if cx.record()?.id == 1 { panic!("no {digit} in {}", cx.config().token.expose()) } else { Ok(true) }
}

fn main() -> ExitCode {
    cdk_core::run::<UnderTest>()
}
