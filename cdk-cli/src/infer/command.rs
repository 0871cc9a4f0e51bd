//! The command: arguments → the text of a Rust file.

use super::arguments::InferArguments;
use super::input::{Input, read};
use super::write::file;
use super::{documents, samples};
use crate::failure::Failure;

/// Runs `cdk infer`. Returns what stdout gets.
///
/// # Errors
/// If the input cannot be read, or if it has no records.
pub(crate) fn run(arguments: &InferArguments) -> Result<String, Failure> {
    check(arguments)?;
    let (input, origin) = read(arguments)?;
    let draft = match &input {
        Input::Samples(samples) => {
            if arguments.path.is_some() {
                return Err(Failure::new("--path is for an OpenAPI document, and this is a sample; remove --path"));
            }
            samples::draft(samples, &origin, arguments)?
        }
        Input::Schema(schema) => documents::of_schema(schema, &origin, arguments)?,
        Input::OpenApi(document) => documents::of_openapi(document, &origin, arguments)?,
    };
    Ok(file(&draft))
}

fn check(arguments: &InferArguments) -> Result<(), Failure> {
    let is_ident = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && !name.starts_with(|first: char| first.is_ascii_digit())
    };
    if !arguments.source.split("::").all(is_ident) {
        let source = &arguments.source;
        return Err(Failure::new(format!("--source {source} is not a Rust type; use a form like --source Shop")));
    }
    Ok(())
}
