//! Page numbers: `?page=1&per_page=2`, `?page=2&…`, and basic authentication.
//!
//! `paginate = "page"` counts from 1 until an empty page. The long form names the total number of pages in the
//! response, which saves the last request.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    user: String,
    password: Secret,
    /// Books published since this date are read.
    start_date: Option<Date>,
}

#[derive(Source)]
#[source(
    name = "library",
    config = Config,
    url_base = "https://library.example.com",
    auth = basic("{config.user}", "{config.password}"),
    streams(Book),
)]
struct Library;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Library,
    path = "books",
    params(since = "{config.start_date}", sort = "isbn"),
    records = "result.books",
    paginate(page(param = "page", start = 1, total = "result.pages", size(per_page = 2))),
    primary_key = "isbn",
)]
struct Book {
    isbn: String,
    title: String,
    published: Option<Date>,
}

fn main() -> ExitCode {
    cdk_core::run::<Library>()
}

#[cfg(test)]
mod tests {
    use cdk_core::testing::{self, Api, Reply};

    use super::*;

    #[test]
    fn pages_are_counted_up_to_the_total() {
        let book = |isbn: &str| json!({ "isbn": isbn, "title": "T", "published": "1999-12-31" });
        let api = Api::new()
            .on("GET /books", move |request| {
                let books =
                    if request.param("page") == Some("1") { vec![book("1"), book("2")] } else { vec![book("3")] };
                Reply::json(json!({ "result": { "pages": 2, "books": books } }))
            })
            .start();
        let config = json!({ "user": "ada", "password": "secret", "start_date": "1999-01-01" });

        let output = testing::read::<Library>(&api, config, ["book"]).succeeded();

        assert_eq!(output.records("book"), [book("1"), book("2"), book("3")]);
        let requests = api.requests();
        assert_eq!(requests.len(), 2);
        assert_eq!(requests[1].param("page"), Some("2"));
        assert_eq!(requests[1].param("since"), Some("1999-01-01"));
        assert_eq!(requests[1].header("authorization"), Some("Basic YWRhOnNlY3JldA=="));
    }
}
