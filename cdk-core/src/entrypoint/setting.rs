//! A setting of the run: clap reads its text from an option or from an environment variable, and parses it.
//!
//! In: a text, and which of the two it came from. Out: a value, the default, or what is wrong with the text.
//! An invalid option is a wrong use of the command line: clap reports it, and the exit code is 2. An invalid variable is a
//! config error of the command that needs the setting, since the platform's operator sets variables and reads messages.
//! Not here: which settings exist (see `args`), how a text is parsed (see `values`).

use std::ffi::OsStr;

use clap::builder::TypedValueParser;
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, Command};

use crate::error::{Error, Result};

/// What an option or its variable says.
#[derive(Clone, Debug)]
pub(super) enum Setting<T> {
    Value(T),
    /// The text is empty: the setting has its default.
    Default,
    /// What is wrong with the text of the variable.
    Invalid(String),
}

impl<T: Clone> Setting<T> {
    /// The value; `None` if the setting has its default.
    ///
    /// # Errors
    /// A config error if the variable holds an invalid text.
    pub(super) fn value(setting: Option<&Self>) -> Result<Option<T>> {
        match setting {
            Some(Self::Value(value)) => Ok(Some(value.clone())),
            Some(Self::Invalid(problem)) => Err(Error::config(problem.clone())),
            Some(Self::Default) | None => Ok(None),
        }
    }
}

/// What an empty text means.
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
    /// `parse` returns what it expected instead, such as `expected a whole number, got 'x'`.
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
        let parsed = text.to_str().ok_or_else(|| "expected a text in UTF-8".to_owned()).and_then(self.parse);
        match (parsed, source) {
            (Ok(value), _) => Ok(Setting::Value(value)),
            (Err(problem), ValueSource::EnvVariable) => {
                let variable = arg.and_then(Arg::get_env).unwrap_or_default();
                Ok(Setting::Invalid(format!("{}: {problem}", variable.to_string_lossy())))
            }
            // Not clap's own text, which quotes the value: a URL may hold a password.
            (Err(problem), _) => {
                let option = arg.and_then(Arg::get_long).unwrap_or_default();
                let message = format!("--{option}: {problem}\n");
                Err(clap::Error::raw(ErrorKind::ValueValidation, message).with_cmd(command))
            }
        }
    }
}
