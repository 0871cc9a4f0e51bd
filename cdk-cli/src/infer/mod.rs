//! `cdk infer`: a sample, a cassette, a JSON Schema or an OpenAPI document → the record struct of a stream.
//!
//! In: [`InferArguments`]. Out: the text of a Rust file that compiles as it is, if the crate has the source that it names.
//! Steps, each a folder: `input` (documents and responses) → `record` (the types of a record, from samples) and `schema`
//! (the same from a schema) → `guess` (records, pagination, primary key, cursor field) → `write` (Rust).
//! A folder imports only from folders before it. Default: what no value proves is not assumed; mixed kinds are `Value`.
//! Not here: changes to a crate's files (a person redirects stdout into one).

mod address;
mod arguments;
mod command;
mod documents;
mod draft;
mod guess;
mod input;
mod record;
mod samples;
mod schema;
mod secret;
mod write;

pub(crate) use arguments::InferArguments;
pub(crate) use command::run;

#[cfg(test)]
mod tests;
