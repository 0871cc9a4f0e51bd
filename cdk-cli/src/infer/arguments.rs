//! The arguments of `cdk infer`.

use clap::{Args, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  cdk infer customers.json > src/customers.rs
  curl -s https://api.example.com/v1/customers | cdk infer - --name customers
  cdk infer 'https://api.example.com/v1/customers?limit=100' --header \"Authorization: Bearer $TOKEN\" --source Shop
  cdk infer recording/ --stream customers
  cdk infer schemas/customers.json --source Shop
  cdk infer openapi.yaml --path /v1/customers --source Shop";

/// Print the record struct and the #[stream(…)] attribute of a stream, from a sample or a schema.
///
/// The result is a Rust file that compiles as it is, if the crate root has the source. A comment explains each guess of
/// the attribute. The types of a sample are those of its records, so use one page with many different records.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES, after_long_help = EXAMPLES)]
pub(crate) struct InferArguments {
    /// A JSON file, `-` for stdin, a URL, a cassette (the directory of --keep-cache), a JSON Schema, or an OpenAPI
    /// document (JSON or YAML).
    pub(crate) input: String,
    /// Header of the request to the URL, such as 'Authorization: Bearer …'. Repeatable. Headers are never printed.
    #[arg(long = "header", short = 'H', value_name = "NAME: VALUE")]
    pub(crate) headers: Vec<String>,
    /// OpenAPI: the path whose GET response is read, such as /v1/customers.
    #[arg(long, value_name = "PATH")]
    pub(crate) path: Option<String>,
    /// Cassette: the stream whose responses are read. Default: its only stream.
    #[arg(long, value_name = "NAME")]
    pub(crate) stream: Option<String>,
    /// The place of the records in the response, such as data.items; `.` is the root. Default: a guess.
    #[arg(long, value_name = "PLACE")]
    pub(crate) records: Option<String>,
    /// The stream's name, such as customers. Default: from the URL, the path or the file's name.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// The type of the connector's source.
    #[arg(long, value_name = "TYPE", default_value = "MySource")]
    pub(crate) source: String,
    /// What the input is. Default: recognized by its content.
    #[arg(long = "as", value_name = "KIND")]
    pub(crate) kind: Option<InputKind>,
}

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputKind {
    /// A response, or a file of records.
    Sample,
    /// A recording of a connector's run.
    Cassette,
    /// A JSON Schema of one record.
    Schema,
    /// An OpenAPI document.
    Openapi,
}
