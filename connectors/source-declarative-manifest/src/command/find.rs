//! Where the manifest is: an option, a variable, the config, or the working directory.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The config key that contains a manifest.
pub(super) const INJECTED: &str = "__injected_declarative_manifest";
/// The config key that contains Python code.
pub(super) const INJECTED_CODE: &str = "__injected_components_py";
/// The variable that names a manifest.
pub(super) const VARIABLE: &str = "CDK_MANIFEST";
/// The manifest if nothing names one.
const DEFAULT: &str = "manifest.yaml";

/// A manifest, and the arguments that are left for the command.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) manifest: Value,
    pub(super) arguments: Vec<OsString>,
    /// Keys of the config that only this program uses.
    pub(super) own_keys: Vec<&'static str>,
}

/// Finds and reads the manifest.
///
/// # Errors
/// A sentence for the user, if the manifest is missing, given twice, or cannot be read.
pub(super) fn find(arguments: Vec<OsString>, variable: Option<OsString>) -> Result<Found, String> {
    let (mut paths, mut rest): (Vec<(&str, PathBuf)>, Vec<OsString>) = (Vec::new(), Vec::new());
    let mut given = arguments.into_iter();
    while let Some(argument) = given.next() {
        let text = argument.to_string_lossy().into_owned();
        let (name, inline) = text.split_once('=').map_or((text.as_str(), None), |(name, value)| (name, Some(value)));
        let option = ["--manifest-path", "--manifest", "--components-path"].into_iter().find(|known| *known == name);
        match option {
            None => rest.push(argument),
            Some("--components-path") => return Err(no_python("--components-path")),
            Some(option) => {
                let value = inline.map(OsString::from).or_else(|| given.next());
                let value = value.ok_or_else(|| format!("`{option}` needs the path of a manifest"))?;
                paths.push((option, value.into()));
            }
        }
    }
    if let Some(path) = variable.filter(|path| !path.is_empty()) {
        paths.push((VARIABLE, path.into()));
    }
    let config = config(&rest);
    let key = |name| config.as_ref().and_then(|config| config.get(name)).filter(|value| !value.is_null());
    if key(INJECTED_CODE).is_some() {
        return Err(no_python(INJECTED_CODE));
    }
    let injected = key(INJECTED);
    let mut named: Vec<&str> = paths.iter().map(|(name, _)| *name).collect();
    named.extend(injected.map(|_| INJECTED));
    if named.len() > 1 {
        return Err(format!("the manifest is given more than once: {}", named.join(", ")));
    }
    let own_keys = injected.map(|_| INJECTED).into_iter().collect();
    let manifest = match (paths.pop(), injected) {
        (Some((_, path)), _) => read(&path)?,
        (None, Some(Value::String(text))) => crate::yaml::parse(text).map_err(|why| format!("{INJECTED}: {why}"))?,
        (None, Some(manifest)) => manifest.clone(),
        (None, None) if Path::new(DEFAULT).exists() => read(Path::new(DEFAULT))?,
        (None, None) => {
            return Err(format!("no manifest is given, and `{DEFAULT}` does not exist here; use --manifest-path FILE"));
        }
    };
    Ok(Found { manifest, arguments: rest, own_keys })
}

/// Reads a manifest from a file.
///
/// # Errors
/// A sentence with the path, and with the line if the file is not YAML.
pub(super) fn read(path: &Path) -> Result<Value, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("the manifest `{}` cannot be read: {error}", path.display()))?;
    crate::yaml::parse(&text).map_err(|why| format!("the manifest `{}`: {why}", path.display()))
}

/// The config of the command; `None` if it cannot be read. The command itself reports that.
fn config(arguments: &[OsString]) -> Option<Value> {
    let at = arguments.iter().position(|argument| argument.to_string_lossy().starts_with("--config"))?;
    let text = arguments.get(at)?.to_string_lossy().into_owned();
    let path = match text.split_once('=') {
        Some(("--config", path)) => PathBuf::from(path),
        Some(_) => return None,
        None if text == "--config" => PathBuf::from(arguments.get(at + 1)?),
        None => return None,
    };
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

fn no_python(name: &str) -> String {
    format!(
        "`{name}`: Python components cannot run here; write the streams that use them as Rust streams (docs/python.md)"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(arguments: &[&str], variable: Option<&str>) -> Result<Found, String> {
        find(arguments.iter().map(OsString::from).collect(), variable.map(OsString::from))
    }

    #[test]
    fn two_manifests_are_an_error() {
        let error = found(&["spec", "--manifest-path", "a.yaml", "--manifest=b.yaml"], None).unwrap_err();
        assert_eq!(error, "the manifest is given more than once: --manifest-path, --manifest");
        let error = found(&["spec", "--manifest-path", "a.yaml"], Some("b.yaml")).unwrap_err();
        assert_eq!(error, "the manifest is given more than once: --manifest-path, CDK_MANIFEST");
    }

    #[test]
    fn python_components_are_an_error_that_says_what_to_do() {
        let error = found(&["spec", "--components-path", "components.py"], None).unwrap_err();
        assert!(error.contains("--components-path") && error.contains("Rust streams"));
    }

    #[test]
    fn without_a_manifest_the_option_is_named() {
        let error = found(&["spec"], None).unwrap_err();
        assert_eq!(error, "no manifest is given, and `manifest.yaml` does not exist here; use --manifest-path FILE");
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = found(&["spec", "--manifest", "does-not-exist.yaml"], None).unwrap_err();
        assert!(error.starts_with("the manifest `does-not-exist.yaml` cannot be read"));
    }
}
