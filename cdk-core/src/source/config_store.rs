//! Config store: the platform's config, updated with refreshed tokens.
//!
//! In: changes at paths. Out: a CONTROL message with the whole config, which the platform stores for the next run. The
//! message is flushed before the caller continues, since the old token may already be invalid. With `--write-config` the
//! config file is replaced too.
//! Not here: which token is kept where (see `auth::oauth2`).

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::config_file::write_config_file;
use crate::auth::{ConfigUpdates, Hold, LocalFuture};
use crate::error::{Error, Result};
use crate::hook_log::HookLog;
use crate::json::at;
use crate::protocol::Level;
use crate::secret::Pasted;
use crate::writer::RunOutput;

/// The config of a run, and the updated config for the platform.
pub(crate) struct ConfigStore {
    /// The config at the start of the run, for templates.
    given: Value,
    pasted: Pasted,
    config: RefCell<Value>,
    output: Rc<RunOutput>,
    /// The config file, if it is updated too.
    file: Option<PathBuf>,
}

impl ConfigStore {
    pub(crate) fn new(config: Value, pasted: Pasted, output: Rc<RunOutput>, file: Option<PathBuf>) -> Self {
        Self { given: config.clone(), pasted, config: RefCell::new(config), output, file }
    }
}

impl ConfigUpdates for ConfigStore {
    fn text(&self, path: &[String]) -> Option<String> {
        match at(&self.given, path)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn pasted(&self) -> &Pasted {
        &self.pasted
    }

    fn keep(&self, changes: Vec<(Vec<String>, Value)>) -> LocalFuture<'_, Result<()>> {
        let config = {
            let mut config = self.config.borrow_mut();
            for (path, value) in changes {
                set(&mut config, &path, value);
            }
            config.as_object().cloned().unwrap_or_default()
        };
        Box::pin(async move {
            let written = self.file.as_ref().map_or(Ok(()), |file| write_config_file(file, &config.clone().into()));
            // Also if the file cannot be written: the old token may be invalid.
            self.output.connector_config(config);
            self.output.writer.flushed().await.map_err(|_| {
                Error::transient("the platform did not get the new refresh token: standard output is closed")
            })?;
            written
        })
    }

    fn hold(&self) -> Hold {
        self.output.unsettled.clone()
    }

    fn warn(&self, message: &str) {
        self.output.log(Level::Warn, message);
    }

    fn log(&self) -> &dyn HookLog {
        &*self.output
    }
}

/// Sets the value at a path; missing objects on the path are created.
pub(crate) fn set(config: &mut Value, path: &[String], value: Value) {
    let Some((name, rest)) = path.split_first() else {
        *config = value;
        return;
    };
    if !config.is_object() {
        *config = Map::new().into();
    }
    set(&mut config[name.as_str()], rest, value);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_set_at_its_path_and_the_rest_stands() {
        let mut config = json!({"a": 1, "credentials": {"x": 2, "token": null}, "list": "text"});
        let path = |path: &str| path.split('.').map(str::to_owned).collect::<Vec<_>>();

        set(&mut config, &path("credentials.token"), "t".into());
        set(&mut config, &path("list.new"), 3.into());

        assert_eq!(config, json!({"a": 1, "credentials": {"x": 2, "token": "t"}, "list": {"new": 3}}));
    }
}
