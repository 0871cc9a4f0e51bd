//! Dependency: where the new crate finds `cdk-core`, and what its image and its CI need for that.

use std::path::Path;

use super::arguments::NewArguments;
use crate::failure::Failure;

/// Where `cdk-core` is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum CdkPlace {
    /// The absolute path of a clone.
    Path(String),
    Git(String),
}

impl CdkPlace {
    /// # Errors
    /// If the path is not a clone of the repository, or the URL is not one.
    pub(super) fn new(arguments: &NewArguments) -> Result<Self, Failure> {
        match (&arguments.path, &arguments.git) {
            (Some(path), _) => clone(path).map(Self::Path),
            (None, Some(url)) if is_plain(url) && !url.contains(' ') => Ok(Self::Git(url.clone())),
            (None, url) => Err(Failure::new(format!(
                "--git {} is not a URL; use a form like --git https://git.example.com/rust-cdk",
                url.as_deref().unwrap_or_default()
            ))),
        }
    }

    /// The entry in `Cargo.toml`, without braces.
    pub(super) fn entry(&self) -> String {
        match self {
            Self::Path(path) => format!("path = \"{path}/cdk-core\""),
            Self::Git(url) => format!("git = \"{url}\""),
        }
    }

    /// The command that builds the image. A clone is a second context.
    pub(super) fn docker_build(&self, package: &str) -> String {
        match self {
            Self::Path(path) => format!("docker build --build-context \"cdk={path}\" --tag {package}:0.1.0 ."),
            Self::Git(_) => format!("docker build --tag {package}:0.1.0 ."),
        }
    }

    /// The lines of the Dockerfile that copy the clone to the same path.
    pub(super) fn copy(&self) -> String {
        match self {
            Self::Path(path) => format!("COPY --from=cdk [\".\", \"{path}/\"]\n"),
            Self::Git(_) => String::new(),
        }
    }

    /// The lines of the CI workflow before the first build.
    pub(super) fn ci(&self) -> String {
        match self {
            Self::Path(_) => {
                "      # The path of cdk-core in Cargo.toml does not exist here: use its `git` URL.\n".into()
            }
            Self::Git(_) => String::new(),
        }
    }
}

fn clone(path: &Path) -> Result<String, Failure> {
    let shown = path.display();
    let whole = path.join("cdk-core/Cargo.toml").canonicalize().ok();
    let root = whole.as_deref().and_then(|file| file.parent()?.parent());
    let root = root.ok_or_else(|| {
        Failure::new(format!("--path {shown} does not contain cdk-core; give the directory of a clone of the Rust CDK"))
    })?;
    root.to_str().filter(|text| is_plain(text)).map(str::to_owned).ok_or_else(|| {
        Failure::new(format!("--path {shown} has characters that do not fit into TOML; move the clone to a plain path"))
    })
}

/// Whether the text is the same inside of quotes.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && !text.contains(['"', '\\', '\'', '$', '`', '@']) && !text.contains(char::is_control)
}
