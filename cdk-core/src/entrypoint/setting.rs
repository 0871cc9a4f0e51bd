//! Settings: options and environment variables, read and parsed by clap.
//!
//! In: a text, and whether it is from an option or a variable. Out: a value, the default, or an error.
//! An invalid option is a usage error: clap reports it, and the exit code is 2. An invalid variable is a config error
//! of the command that needs the setting, since the platform's operator sets variables and reads messages.
//! Not here: the list of settings (see `args`), the parsers (see `values`).

use std::ffi::OsStr;

use clap::builder::TypedValueParser;
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, Command};

use crate::error::{Error, Result};

/// A setting of an option or a variable.
#[derive(Clone, Debug)]
pub(super) enum Setting<T> {
    Value(T),
    /// The text is empty: use the default.
    Default,
    /// An invalid variable, with the reason.
    Invalid(String),
}

impl<T: Clone> Setting<T> {
    /// The value; `None` for the default.
    ///
    /// # Errors
    /// A config error if the variable is invalid.
    pub(super) fn value(setting: Option<&Self>) -> Result<Option<T>> {
        match setting {
            Some(Self::Value(value)) => Ok(Some(value.clone())),
            Some(Self::Invalid(problem)) => Err(Error::config(problem.clone())),
            Some(Self::Default) | None => Ok(None),
        }
    }
}

/// The meaning of an empty text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EmptyText {
    IsDefault,
    IsInvalid,
}

/// Parses the text of a setting, for clap.
#[derive(Clone)]
pub(super) struct SettingParser<T> {
    parse: fn(&str) -> Result<T, String>,
    empty: EmptyText,
}

impl<T> SettingParser<T> {
    /// `parse` returns the value or a message such as `expected a whole number, got 'x'`.
    pub(super) fn new(parse: fn(&str) -> Result<T, String>, empty: EmptyText) -> Self {
        Self { parse, empty }
    }
}

impl<T: Clone + Send + Sync + 'static> TypedValueParser for SettingParser<T> {
    type Value = Setting<T>;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, text: &OsStr) -> Result<Self::Value, clap::Error> {
        self.parse_ref_(command, arg, text, ValueSource::CommandLine)
    }

    fn parse_ref_(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        text: &OsStr,
        source: ValueSource,
    ) -> Result<Self::Value, clap::Error> {
        if text.is_empty() && self.empty == EmptyText::IsDefault {
            return Ok(Setting::Default);
        }
        let parsed = text.to_str().ok_or_else(|| "expected UTF-8 text".to_owned()).and_then(self.parse);
        match (parsed, source) {
            (Ok(value), _) => Ok(Setting::Value(value)),
            (Err(problem), ValueSource::EnvVariable) => {
                let variable = arg.and_then(Arg::get_env).unwrap_or_default();
                Ok(Setting::Invalid(format!("{}: {problem}", variable.to_string_lossy())))
            }
            // Not clap's message, which quotes the value: a URL may contain a password.
            (Err(problem), _) => {
                let option = arg.and_then(Arg::get_long).unwrap_or_default();
                let message = format!("--{option}: {problem}\n");
                Err(clap::Error::raw(ErrorKind::ValueValidation, message).with_cmd(command))
            }
        }
    }
}
