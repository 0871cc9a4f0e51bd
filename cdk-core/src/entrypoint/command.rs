//! The commands: the part of each between the start and the end of a run.
//!
//! In: the parsed arguments. Out: messages, and whether the command succeeded.
//! Not here: the start and the end of a run (see `lifecycle`), how streams are read (see `read`).

use std::path::Path;
use std::rc::Rc;
use std::sync::PoisonError;

use serde_json::Value;

use super::args::{Arguments, Command, ReadOptions, Settings, WriteConfig};
use super::files;
use super::limits::{cache_place, limits, memory};
#[cfg(feature = "login")]
use super::login::{Browser, LoginOptions, SignInMethod, login};
use super::out::{DirectorySlot, OutDirectory};
use super::output_file;
use super::setting::Setting;
use super::tape::Tape;
use crate::error::Result;
use crate::http::MemoryBudget;
use crate::http::url::redacted;
use crate::protocol::{AirbyteConnectionStatus, AirbyteMessage, Level, Status};
use crate::read::{ReadPurpose, StreamSelection, read};
use crate::schema::secrets;
use crate::secret::Pasted;
use crate::source::{
    CheckDepth, ConfigType, RunSetup, SelectionRequest, Session, StateFile, check, config_of, config_schema,
    configured, discover, ignored, selections, spec, states, unknown_keys,
};
use crate::state::Saved;
use crate::stream::SourceDef;
use crate::writer::RunOutput;

/// Runs the command. Returns whether it succeeded; a `check` succeeds if it has printed a status.
///
/// # Errors
/// The error that ended the command.
pub(super) async fn execute<C: ConfigType>(
    source: SourceDef<C>,
    arguments: Arguments,
    (output, slot): (&Rc<RunOutput>, &DirectorySlot),
    tape: &Tape,
) -> Result<bool> {
    let Arguments { command, settings } = arguments;
    match command {
        Command::Spec => {
            output.send(&AirbyteMessage::Spec { spec: spec(&source) });
            Ok(true)
        }
        Command::Check { config, verbose, write_config, .. } => {
            let depth = if verbose { CheckDepth::EveryStream } else { CheckDepth::CheckStream };
            let options = SessionOptions { config: &config, write_config, purpose: ReadPurpose::Sync };
            let outcome = match open_session(source, options, &settings, output, tape) {
                Ok(session) => check(session, depth).await,
                Err(error) => Err(error),
            };
            send_check_result(output, outcome);
            Ok(true)
        }
        Command::Discover { config, write_config, .. } => {
            let options = SessionOptions { config: &config, write_config, purpose: ReadPurpose::Sync };
            let session = open_session(source, options, &settings, output, tape)?;
            output.send(&AirbyteMessage::Catalog { catalog: discover(session).await? });
            Ok(true)
        }
        #[cfg(feature = "login")]
        Command::Login { config, port, no_browser, device } => {
            let browser = if no_browser { Browser::PrintUrlOnly } else { Browser::Open };
            let method = if device { SignInMethod::DeviceCode } else { SignInMethod::Default };
            let stand_in = Setting::value(settings.url_base.as_ref())?;
            let options = LoginOptions { config, port, browser, method, stand_in };
            login(&source, options, limits(&settings)?, output).await?;
            Ok(true)
        }
        Command::Read(options) => execute_read(source, options, &settings, (output, slot), tape).await,
    }
}

/// Reads the selected streams. Returns whether all of them completed.
async fn execute_read<C: ConfigType>(
    source: SourceDef<C>,
    options: ReadOptions,
    settings: &Settings,
    (output, slot): (&Rc<RunOutput>, &DirectorySlot),
    tape: &Tape,
) -> Result<bool> {
    let ReadOptions { config, catalog, streams: patterns, state, presentation, out, write_config, .. } = options;
    let connector = source.name.to_string();
    let purpose = match (presentation.limit, &out) {
        (Some(limit), _) => ReadPurpose::Sample(limit),
        (None, Some(_)) => ReadPurpose::ExactSync,
        (None, None) => ReadPurpose::Sync,
    };
    let session = SessionOptions { config: &config, write_config, purpose };
    let session = open_session(source, session, settings, output, tape)?;
    let catalog = catalog.as_deref().map(output_file::catalog).transpose()?;
    let directory = out.as_deref().map(|out| OutDirectory::open(out, &connector)).transpose()?;
    let state = match (&directory, state.as_deref()) {
        (Some(directory), _) => directory.states(),
        (None, Some(state)) => output_file::state(state)?,
        (None, None) => StateFile::Json(Value::Null),
    };
    let states = states(&state)?;
    let run = session.run.clone();
    let mut selections = selections(SelectionRequest { catalog, patterns }, states, session).await?;
    if let Some(directory) = directory {
        begin_directory(directory, &mut selections, output, slot)?;
    }
    Ok(read(selections, &run).await)
}

/// What the command line says about a session.
struct SessionOptions<'a> {
    config: &'a Path,
    write_config: WriteConfig,
    purpose: ReadPurpose,
}

/// Begins to write the selected streams to a directory.
fn begin_directory<C: 'static>(
    mut directory: OutDirectory,
    selections: &mut [StreamSelection<C>],
    output: &RunOutput,
    slot: &DirectorySlot,
) -> Result<()> {
    let (restarted, warnings) = directory.begin(configured(selections))?;
    warnings.iter().for_each(|warning| output.log(Level::Warn, warning));
    for selection in selections.iter_mut().filter(|selection| restarted.contains(&selection.descriptor.name)) {
        selection.saved = Saved::default();
    }
    *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(directory);
    Ok(())
}

/// Reads and validates the config, and opens the session of a command that sends requests.
fn open_session<C: ConfigType>(
    source: SourceDef<C>,
    options: SessionOptions<'_>,
    settings: &Settings,
    output: &Rc<RunOutput>,
    tape: &Tape,
) -> Result<Session<C>> {
    let SessionOptions { config, write_config, purpose } = options;
    let config_file = write_config.write_config.then(|| config.to_owned());
    let value = files::json("config", "a JSON object", config)?;
    let spec = config_schema(&source);
    let secrets = secrets(&spec, &value);
    secrets.iter().for_each(|secret| output.redactor.add(secret));
    if let Some(warning) = tape.warning(&secrets) {
        output.log(Level::Warn, &warning);
    }
    let pasted = Pasted::new(&value, &secrets);
    pasted.judge_secrets()?;
    let config = config_of(&source, &value, &spec)?;
    if let Some(line) = ignored(&source.ignores, &spec, &value)? {
        output.log(Level::Info, &line);
    }
    if let Some(line) = unknown_keys(&source, &value, &config) {
        output.log(Level::Warn, &line);
    }
    let stand_in = tape.stand_in(|| Setting::value(settings.url_base.as_ref()))?;
    if let Some(url) = stand_in.as_ref().filter(|_| !tape.is_replay()) {
        let url = redacted(url);
        output.log(Level::Warn, &format!("all requests go to {url} instead of the declared url_base"));
    }
    let transport = tape.transport(&source, output, stand_in.as_ref(), limits(settings)?)?;
    let setup = RunSetup {
        output: output.clone(),
        stand_in,
        transport,
        max_in_flight: Setting::value(settings.concurrency.as_ref())?,
        cache: cache_place(settings)?,
        room: MemoryBudget::new(memory(settings)?),
        purpose,
        config_file,
        recorder: tape.recorder(),
    };
    Session::new(source, (value, pasted, config), setup)
}

fn send_check_result(output: &RunOutput, outcome: Result<()>) {
    let (status, message) = match outcome {
        Ok(()) => (Status::Succeeded, None),
        Err(error) => {
            output.log(Level::Error, &error.internal_message());
            (Status::Failed, Some(output.told(&error.to_string())))
        }
    };
    let connection_status = AirbyteConnectionStatus { status, message };
    output.send(&AirbyteMessage::ConnectionStatus { connection_status });
}
