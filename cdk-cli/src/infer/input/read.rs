//! Read: an argument → a text, and what the text is.

use std::io::Read;
use std::path::Path;

use super::cassette;
use super::document::{self, Parsed};
use super::fetch::{self, Fetched};
use super::page::{Input, Origin, Page, Samples};
use super::recognize::{is_cassette, kind_of};
use crate::cassette::FILE;
use crate::failure::Failure;
use crate::infer::arguments::{InferArguments, InputKind};

/// Reads the input of the arguments.
///
/// # Errors
/// If it cannot be read, or is not what was said or recognized.
pub(crate) fn read(arguments: &InferArguments) -> Result<(Input, Origin), Failure> {
    let input = arguments.input.as_str();
    if input.starts_with("http://") || input.starts_with("https://") {
        return from_url(arguments);
    }
    if !arguments.headers.is_empty() {
        return Err(Failure::new("--header is for a URL; remove it, or give a URL that starts with https://"));
    }
    if input == "-" {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        read.map_err(|error| Failure::new(format!("cannot read stdin: {error}")))?;
        let origin = Origin { shown: "stdin".to_owned(), name: None };
        return Ok((of_text(arguments, &text(bytes, "stdin")?, "stdin")?, origin));
    }
    from_file(arguments, Path::new(input))
}

fn from_file(arguments: &InferArguments, path: &Path) -> Result<(Input, Origin), Failure> {
    let shown = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    if path.is_dir() {
        let (pages, stream) = cassette::pages(&path.join(FILE), arguments.stream.as_deref())?;
        let origin = Origin { shown: format!("the cassette {shown}"), name: Some(stream) };
        return Ok((Input::Samples(Samples { pages, is_lines: false }), origin));
    }
    let bytes = std::fs::read(path).map_err(|error| {
        Failure::new(format!(
            "cannot read `{}`: {error}; give a file, a directory of --keep-cache, `-` or a URL",
            path.display()
        ))
    })?;
    let text = text(bytes, &shown)?;
    if arguments.kind == Some(InputKind::Cassette) || (arguments.kind.is_none() && is_cassette(&text)) {
        let (pages, stream) = cassette::pages(path, arguments.stream.as_deref())?;
        let origin = Origin { shown: format!("the cassette {shown}"), name: Some(stream) };
        return Ok((Input::Samples(Samples { pages, is_lines: false }), origin));
    }
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    Ok((of_text(arguments, &text, &shown)?, Origin { shown, name }))
}

fn from_url(arguments: &InferArguments) -> Result<(Input, Origin), Failure> {
    let Fetched { url, link, body } = fetch::fetch(&arguments.input, &arguments.headers)?;
    let shown = fetch::shown(&url);
    let mut input = of_text(arguments, &text(body, &shown)?, &shown)?;
    if let Input::Samples(samples) = &mut input {
        for page in &mut samples.pages {
            page.url = Some(url.clone());
            page.link.clone_from(&link);
        }
    }
    let name = fetch::name(&url);
    Ok((input, Origin { shown, name }))
}

fn text(bytes: Vec<u8>, shown: &str) -> Result<String, Failure> {
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::new(format!("{shown} is not text in UTF-8; convert it to UTF-8, or unpack it first")))?;
    // A mark of the byte order is not JSON.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn of_text(arguments: &InferArguments, text: &str, shown: &str) -> Result<Input, Failure> {
    let parsed = document::parse(text, shown)?;
    let value = match parsed {
        Parsed::Lines(values) => {
            let pages = values.into_iter().map(Page::of_file).collect();
            return Ok(Input::Samples(Samples { pages, is_lines: true }));
        }
        Parsed::Document(value) => value,
    };
    let kind = arguments.kind.unwrap_or_else(|| kind_of(&value));
    match kind {
        InputKind::Sample => Ok(Input::Samples(Samples { pages: vec![Page::of_file(value)], is_lines: false })),
        InputKind::Schema => Ok(Input::Schema(value)),
        InputKind::Openapi => Ok(Input::OpenApi(value)),
        InputKind::Cassette => Err(Failure::new(format!(
            "{shown} is not a cassette; give the directory that --keep-cache wrote, or its file {}",
            FILE
        ))),
    }
}
