//! Command: arguments → the manifest, and one of Airbyte's commands or `manifest FILE`.
//!
//! In: the command line, `CDK_MANIFEST` and the config. Out: the exit code.
//! Default: the config's own manifest, else `manifest.yaml` in the working directory.
//! Not here: what a manifest means (see `build`); the commands themselves are those of every connector.

mod find;
mod report;
mod run;

pub use run::run;
