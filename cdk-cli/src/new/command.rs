//! The command: arguments → the files of a crate.

use std::path::Path;

use super::arguments::NewArguments;
use super::dependency::CdkPlace;
use super::files::files;
use super::name::ConnectorName;
use crate::failure::Failure;

/// Runs `cdk new`. Returns what stdout gets.
///
/// # Errors
/// If the name or the place of the CDK is invalid, or if the directory exists or cannot be written.
pub(crate) fn run(arguments: &NewArguments) -> Result<String, Failure> {
    let name = ConnectorName::parse(&arguments.name)?;
    let cdk = CdkPlace::new(arguments)?;
    let directory = Path::new(&name.package);
    if directory.symlink_metadata().is_ok() {
        let name = &name.package;
        return Err(Failure::new(format!("`{name}` already exists here; choose another name, or remove it first")));
    }
    for (path, text) in files(&name, &cdk) {
        write(&directory.join(path), &text)?;
    }
    let name = &name.package;
    Ok(format!("made the crate {name}; next:\n  cd {name}\n  cargo test\n  cargo run -- mock\n"))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let written = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(path, text));
    written.map_err(|error| {
        Failure::new(format!("cannot write `{}`: {error}; use a directory that you can write", path.display()))
    })
}
