//! Link header: the next page from `Link: <…>; rel="next"` (RFC 8288); the records are the whole body.
//!
//! A next-page URL is used unchanged. Its request has the credentials, so it must go to a declared origin: `url_base`,
//! or one of the source's `origins(…)`.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    /// Owner and name of the repository, such as `octo/hello`.
    repository: String,
    token: Secret,
}

#[derive(Source)]
#[source(
    name = "forge",
    config = Config,
    url_base = "https://forge.example.com/api",
    auth = bearer("{config.token}"),
    headers("X-Api-Version" = "2022-11-28"),
    paginate = "link",
    streams(Issue),
)]
struct Forge;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Forge,
    // `/*`: several path segments, each encoded.
    path = "repos/{config.repository/*}/issues",
    params(per_page = 100, labels = ["bug", "urgent"]),
    primary_key = "number",
    // Undeclared fields are kept.
    undeclared = "keep",
)]
struct Issue {
    number: u64,
    title: String,
    closed_at: Option<Timestamp>,
}

fn main() -> ExitCode {
    cdk_core::run::<Forge>()
}

#[cfg(test)]
mod tests {
    use cdk_core::testing::{self, Api, Reply};

    use super::*;

    #[test]
    fn the_link_header_leads_through_the_pages() {
        let issue = |number: u64| json!({ "number": number, "title": "T", "closed_at": null, "user": { "id": 7 } });
        let api = Api::new()
            .on("GET /api/repos/{owner}/{name}/issues", move |request| {
                let next = r#"<https://forge.example.com/api/repos/octo/hello/issues?page=2>; rel="next""#;
                match request.param("page") {
                    None => Reply::json(json!([issue(1), issue(2)])).header("Link", next),
                    Some(_) => Reply::json(json!([issue(3)])),
                }
            })
            .start();

        let config = json!({ "repository": "octo/hello", "token": "t" });
        let output = testing::read::<Forge>(&api, config, ["issue"]).succeeded();

        assert_eq!(output.records("issue"), [issue(1), issue(2), issue(3)]);
        let requests = api.requests();
        assert_eq!(requests[0].query().iter().filter(|(name, _)| name == "labels").count(), 2);
        // The connector does not add parameters to a next-page URL.
        assert_eq!(requests[1].query(), [("page".to_owned(), "2".to_owned())]);
        assert!(requests.iter().all(|request| request.header("x-api-version") == Some("2022-11-28")));
    }
}
