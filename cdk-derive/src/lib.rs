//! The derives of `cdk-core`: `HttpStream` for a record struct, `Source` for the unit struct that names a connector.
//!
//! In: an item with its `#[stream(…)]` or `#[source(…)]`. Out: an impl whose definition is one call of `cdk-core`'s
//! public builder for each word, or every mistake of the item at once, each at the token that it is about.
//! A derive knows syntax only: whatever needs types is left to the compiler, whatever needs data to `cdk-core`.
//! Not here: what a word means when a stream is read (see `cdk_core::stream`).

mod ast;
mod derive;
mod diagnostics;
mod expand;
mod from_core;
mod parse;
mod validate;
mod words;

use proc_macro::TokenStream;

/// Makes a stream of a record struct.
///
/// The struct has named fields and derives serde's `Serialize` and `Deserialize` and schemars' `JsonSchema` too; its
/// fields, with serde's `rename` and `rename_all`, are what the API is expected to send. Words may be spread over
/// several `#[stream(…)]`.
///
/// | word | example | what it says | default |
/// | --- | --- | --- | --- |
/// | `source` | `source = Employees` | the source whose config and defaults the stream takes | `config` |
/// | `config` | `config = Config` | the config of a stream without a source | the source's |
/// | `name` | `name = "employees"` | the stream's name in the catalog | the struct's name in lower snake case |
/// | `url_base` | `url_base = "https://{config.subdomain}.example.com/v1"` | the address that every path hangs under | the source's |
/// | `path` | `path = "employees/{parent.id}/details"` | what comes after `url_base` | the stream's name |
/// | `method` | `method = "POST"` | the request's method | GET; with a GraphQL body POST |
/// | `params` | `params(limit = 100, since = "{config.start_date}")` | query parameters | the source's |
/// | `headers` | `headers("X-Version" = "2")` | request headers | the source's |
/// | `body` | `body = json(query = "…", variables(first = 100))` | the request's body: `json(…)`, `form(…)`, `text("…")`, `graphql(…)`, or `none` | the source's |
/// | `records` | `records = "data.items"` | where in the response the records lie | the root |
/// | `paginate` | `paginate = "cursor"` | how the next page is found: `cursor`, `page`, `offset`, `link`, `next_url`, or `none` | the source's, else one page |
/// | `primary_key` | `primary_key = "id"` | the field or fields that identify a record, or `none` | the source's |
/// | `add` | `add(employee_id = parent.id)` | fills declared fields from elsewhere; `record.x` is a declared field too, `first(a, b)` the first that is there | the source's |
/// | `parent` | `parent = Employee` | one slice per record of another stream; a second one gives each pair of records | none |
/// | `slices` | `slices(regions, slice = Region)` | a function that returns slices, a list or a stream; several give their product | one slice |
/// | `auth` | `auth = bearer("{config.api_token}")` | how requests are signed | the source's |
/// | `concurrency` | `concurrency = 4` | how many requests of the stream are in flight at once | the source's |
/// | `retry` | `retry(tries = 8, max_time = "30m")` | how often and how patiently a failed request is tried again | the source's |
/// | `should_retry` | `should_retry = is_busy` | a function that says which answers and failures are tried again | the source's |
/// | `backoff_time` | `backoff_time = wait_of` | a function that says how long to wait, over the server's word and the schedule | the source's |
/// | `on` | `on(status = 404, ignore)` | what an answer means: conditions, an action, and a sentence for the user; or `none` | the source's |
/// | `rate_limit` | `rate_limit("100/1m", burst = 20)` | rate limit of this stream, in addition to the source's; or `none` | none |
/// | `circuit` | `circuit = 20` | after how many failures in a row a host is left alone; or `none` | the source's |
/// | `undeclared` | `undeclared = "keep"` | fields that the struct does not declare: `drop`, `keep` or `fail` | the source's, else `drop` |
/// | `on_mismatch` | `on_mismatch = "fail"` | what happens to a value that a nullable field cannot hold: `null` or `fail` | the source's, else `null` |
/// | `emit` | `emit = "typed"` | writes what serde makes of a record, not its own bytes | the record's own bytes |
/// | `decoder` | `decoder = "jsonl"` | the form of a response: `json`, or read as it comes `json_stream` (an array) or `jsonl` (lines) | `json` |
/// | `parse_response` | `parse_response = records_of` | a function that finds the records of a page | `records` |
/// | `next_page_token` | `next_page_token = next_token` | a function that finds the next page | `paginate` |
/// | `request_params` | `request_params = params_of` | a function that gives query parameters | the source's |
/// | `request_headers` | `request_headers = headers_of` | a function that gives headers | the source's |
/// | `request_body` | `request_body = body_of` | a function that returns the body | `body` |
/// | `map` | `map = to_euros` | a function that changes or drops a record | records stay as they are |
/// | `filter` | `filter = is_active` | a function that says which records are read | all |
/// | `cache` | `cache` | keeps responses on disk for the run; `cache(safe)` those of a POST that only reads | off |
/// | `before_slice` | `before_slice(join, once = "join {parent.id}")` | a function that runs before a slice is read, each time or once a run for equal texts | nothing |
/// | `cursor_field` | `cursor_field = "updated"` | the field that says how new a record is | full refresh |
/// | `incremental` | `incremental(start = "{config.start_date}", param_start = "since")` | how new records are requested, in windows of `step` | `cursor_field` alone: records that are older are dropped |
/// | `state_migration` | `state_migration = f` | a function that makes today's state of an older one | the state as it is |
/// | `get_updated_state` | `get_updated_state = f` | a function that keeps the state itself, record by record | `cursor_field` |
/// | `define` | `define = by_events` | a function over the stream's builder, for what streams share | nothing |
///
/// # Parents
/// `parent(P, …)` takes words about the parent. Records that lie in its record as the API sent it are read from there;
/// the rest is requested after the last of them (`cursor(token = last("…"))`) or at their number (`offset`), and only
/// where `true` is at `more`. A list that is absent there is requested from its start; without `more`nothing is
/// requested.
///
/// | word | example | what it says | default |
/// | --- | --- | --- | --- |
/// | `from` | `from = "lines.data"` | where in the parent's record the first records lie | they are asked for |
/// | `more` | `more = "lines.has_more"` | where the parent's record says that the list goes on | it never does |
/// | `only` | `only = f` | a function that says which parent records have a slice | all |
/// | `key` | `key = "id"` | the field of the parent's record that identifies a slice in the state | its primary key |
/// | `as` | `as = "team"` | the parent's name: its root in templates, and the key's in the state | `parent` |
/// | `batch` | `batch = 100` | how many parent records one slice has, for APIs that take lists | one, without a list |
/// | `incremental` | `incremental` | reads only parents that changed since the last sync | all of them |
///
/// Several parents give each pair of their records: the first that is written is the outermost, and any other needs its
/// name (`as`), by which templates see its record (`{team.id}`) and hooks too (`cx.parent_as::<Team>("team")`). With
/// `batch`, the parent is a `Vec`, and its placeholders are lists.
///
/// # Slices
/// `slices(f, slice = T)` gives one slice for each value of an `async fn(&SliceCx<'_, Self>) -> Result<Vec<T>>`: a
/// fixed list, a list from the config, or one that the API returns. `slices` may be written several times: slicers give
/// their product, and the first that is written (`parent` among them) is the outermost.
///
/// | word | example | what it says | default |
/// | --- | --- | --- | --- |
/// | `slice` | `slice = Month` | the type of these slices, which serde can write | must be given |
/// | `as` | `as = "month"` | the root by which templates see them, and a scalar's name in the state | `slice`, for the first |
///
/// # Words
/// `url_base` and `path` may stand bare, which says what their absence says. `paginate = none`, `auth = none`,
/// `primary_key = none`, `body = none`, `add(updated = none)` and
/// `params(limit = none)` take away what the source says. A hook is a function over one context,
/// `fn(&Cx<'_, Self>) -> Result<T>`; `map` takes its record besides.
///
/// # Bodies
/// A stream has one body, and it goes with any method. The values of `body = form(…)` are those of `params`; those of
/// `body = json(…)` and of a GraphQL query's `variables` nest. The query itself is taken literally: `query = "…"`, a
/// constant (`query = QUERY`) or a macro (`query = include_str!("users.graphql")`). A `Content-Type` in `headers`
/// stands. A stream's body replaces its source's as a whole; `body = none` removes it.
///
/// | kind | example | what it says | default |
/// | --- | --- | --- | --- |
/// | `json` | `body = json(query = "…", variables(first = 100))` | the fields of a JSON body; they may nest | no body |
/// | `form` | `body = form(grant = "x", ids = ["a", "b"])` | the fields of a form body | no body |
/// | `text` | `body = text("find {config.name}")` | a text | no body |
/// | `graphql` | `body = graphql(query = "…", variables(first = 100))` | a GraphQL query, taken literally (a text, a constant or `include_str!`), and its variables | no body |
///
/// # Names
/// `primary_key` and `last("…")` name a field as it appears in the record. A template (`{last.created_at}`), `record.x`
/// and the left side of `add` name the Rust field.
///
/// # Templates
/// `{root.field}` is replaced by a value, `{{` and `}}` are braces. A date takes a format (`{config.start:%Y-%m-%d}`,
/// `:%s`, `:rfc3339`), a list the sign that joins its values (`{config.ids:,}`, also `;`, `|` or a blank), a value that
/// is several segments of a path `/*` (`{parent.repository/*}`).
///
/// | root | is | in |
/// | --- | --- | --- |
/// | `config` | the connector's config | every template |
/// | `parent`, `grandparent`, names of parents | the records above, with `parent = P` | every template but those of `auth` |
/// | `slice`, names of slices | the slice, with `slices(f, slice = T)`; alone where it is a single value | every template but those of `auth` |
/// | `token` | the token of the page that is asked for | all but `url_base` and `auth` |
/// | `response`, `header` | the page before (in `add`: the record's page): its JSON, its headers by whole name | all but `url_base` and `auth` |
/// | `last` | the page's last record | `path`, `params`, `headers`, the bodies |
/// | `state`, `window` | the state of the last sync (`{state.updated}`), and the cursors that are read in one go (`{window.start}`, `{window.end}`) | `path`, `params`, `headers`, the bodies |
/// | `record`, `now` | the record as it came, the time (Unix seconds in a number's field) | `add` |
///
/// # Pagination
/// | long form | short form means |
/// | --- | --- |
/// | `paginate(cursor(token = "a.b", param = "after", more = "has_more", size(limit = 100)))` | token at `next_cursor`, sent as parameter `cursor` |
/// | `paginate(page(param = "page", start = 1, total = "pages", size(per_page = 100)))` | parameter `page` from 1, until an empty page |
/// | `paginate(offset(param = "offset", total = "total", size(limit = 100)))` | parameter `offset` from 0, until an empty page |
/// | `paginate(link(rel = "next"))` | the `Link` header (RFC 8288) |
/// | `paginate(next_url(at = "paging.next"))` | the URL at `next` |
///
/// A cursor's token, and the URL of `next_url`, may also be at `header("X-Next")` or `last("id")`. A cursor may go to
/// `header = "…"` or `body = "a.b"`. Each strategy takes `more = "a.b"` or its inverse `done = "a.b"`.
#[proc_macro_derive(HttpStream, attributes(stream, source))]
pub fn http_stream(input: TokenStream) -> TokenStream {
    derive::http_stream(input.into()).into()
}

/// Makes a connector of a unit struct.
///
/// From `url_base` on, the words are defaults for all streams of the source; what a stream says itself wins, and
/// `params` and `headers` merge key by key. Their templates know `config`; those of `params` and `headers` also
/// `token`, `response`, `header` and `last`, which here names a field as it appears in the record.
///
/// | word | example | what it says | default |
/// | --- | --- | --- | --- |
/// | `name` | `name = "employees"` | the connector's name | the struct's name in lower snake case |
/// | `config` | `config = Config` | the struct that the connector's config is read into | must be given |
/// | `documentation_url` | `documentation_url = "https://…"` | where the connector is documented | none |
/// | `streams` | `streams(Employee, EmployeeDetails), streams = tables` | the streams, in the catalog's order; and a function that asks the API for further ones | one of the two must be given |
/// | `check` | `check = Employee` | the stream that `check` reads a page of | the first without a parent |
/// | `origins` | `origins("files.example.com")` | further hosts for next links | those of `url_base` |
/// | `ignores` | `ignores("batch_size")` | config keys that are accepted and not acted on yet | none |
/// | `login` | `login(token_url = "https://a.test/t", authorize_url = "https://a.test/a")` | how a user signs in | not at all |
/// | `url_base` | `url_base = "https://{config.subdomain}.example.com/v1"` | the address that every path hangs under | each stream's own |
/// | `auth` | `auth = bearer("{config.api_token}")` | how requests are signed | not at all |
/// | `params` | `params(limit = 100)` | query parameters of every stream | none |
/// | `headers` | `headers("X-Version" = "2")` | headers of every stream | none |
/// | `body` | `body = json(account = "{config.account}")` | the body of every request: `json(…)`, `form(…)`, `text("…")` or `graphql(…)` | no body |
/// | `records` | `records = "data"` | where in a response the records lie | the root |
/// | `paginate` | `paginate = "cursor"` | how the next page is found: `cursor`, `page`, `offset`, `link`, `next_url`, or `none` | one page |
/// | `primary_key` | `primary_key = "id"` | the field or fields that identify a record of every stream | none |
/// | `add` | `add(updated = first(record.updated, record.created))` | fills the field in every stream that declares it; `record.x` is named as in the record | nothing is added |
/// | `concurrency` | `concurrency = 8` | how many requests of all streams are in flight at once | 4 |
/// | `retry` | `retry(tries = 8, max_time = "30m")` | how often and how patiently a failed request is tried again | 5 tries within 10 min, after 1, 2, 4 and 8 s |
/// | `should_retry` | `should_retry = is_busy` | a function that says which answers and failures are tried again | 408, 429, 5XX, failures of the network |
/// | `backoff_time` | `backoff_time = wait_of` | a function that says how long to wait, over the server's word and the schedule | the server's word, else the schedule |
/// | `on` | `on(status = 404, ignore)` | what an answer means: conditions, an action, and a sentence for the user; or `none` | 408, 429, 5XX are tried again, other refusals fail |
/// | `rate_limit` | `rate_limit("100/1m", burst = 20)` | rate limit of all streams together | none |
/// | `circuit` | `circuit = 20` | after how many failures in a row a host is left alone; or `none` | 20 |
/// | `undeclared` | `undeclared = "keep"` | fields that a struct does not declare: `drop`, `keep` or `fail` | `drop` |
/// | `on_mismatch` | `on_mismatch = "fail"` | what happens to a value that a nullable field cannot hold: `null` or `fail` | `null` |
/// | `request_params` | `request_params = params_of` | a function that gives query parameters | none |
/// | `request_headers` | `request_headers = headers_of` | a function that gives headers | none |
#[proc_macro_derive(Source, attributes(source, stream))]
pub fn source(input: TokenStream) -> TokenStream {
    derive::source(input.into()).into()
}

#[cfg(test)]
mod tests {
    use crate::words::{BODY, PARENT, SLICES, SOURCE, STREAM, Word};

    /// The rows of the tables above.
    fn rows(words: &[Word]) -> String {
        words
            .iter()
            .map(|word| format!("/// | `{}` | `{}` | {} | {} |\n", word.name, word.form, word.help, word.default))
            .collect()
    }

    #[test]
    fn the_documentation_names_every_word() {
        let source = include_str!("lib.rs");

        for words in [STREAM, PARENT, SLICES, BODY, SOURCE] {
            assert!(source.contains(&rows(words)), "the table in lib.rs should be\n{}", rows(words));
        }
    }
}
