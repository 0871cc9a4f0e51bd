//! Transport of a command: the network, a recorder around the network, or a replay of a recording.
//!
//! In: `--keep-cache` and `--from-cache`. Out: the transport, and the clock and base URL of a recording.
//! Default: the network. A recorded run has one fixed time. A replay uses that time and the recording's base URL, so
//! that templates, hooks and links in responses produce the same requests again.
//! Not here: the format of a cassette (see `cassette`).

use std::cell::OnceCell;
use std::path::PathBuf;
use std::rc::Rc;

use jiff::Timestamp;
use url::Url;

use super::args::CassetteArguments;
use crate::cassette::{Player, RecordedRun, Recorder};
use crate::error::Result;
use crate::http::{HttpTransport, Limits, Transport};
use crate::protocol::Level;
use crate::secret::{Redactor, SHORTEST_MASKED};
use crate::stream::SourceDef;
use crate::writer::RunOutput;

/// The end of a recording.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum RecordingEnd {
    /// The command ended normally.
    Whole,
    Interrupted,
}

/// The cassette of a command, or none.
#[derive(Default)]
pub(super) struct Tape {
    keep: Option<PathBuf>,
    player: Option<Rc<Player>>,
    /// Created with the session, so that an invalid config leaves no recording.
    recorder: OnceCell<Rc<Recorder>>,
}

impl Tape {
    /// # Errors
    /// A config error if the recording does not exist or cannot be read.
    pub(super) fn new(arguments: Option<&CassetteArguments>, redactor: &Rc<Redactor>) -> Result<Self> {
        let Some(arguments) = arguments else { return Ok(Self::default()) };
        let player = arguments.from_cache.as_deref().map(|directory| Player::open(directory, redactor.clone()));
        let player = player.transpose()?.map(Rc::new);
        Ok(Self { keep: arguments.keep_cache.clone(), player, recorder: OnceCell::new() })
    }

    /// The fixed time of the run's clock, if any. `--now` and `CDK_NOW` have precedence.
    pub(super) fn now(&self, fixed: Option<Timestamp>) -> Option<Timestamp> {
        let replayed = || self.player.as_ref().map(|player| player.now());
        fixed.or_else(replayed).or_else(|| self.keep.is_some().then(Timestamp::now))
    }

    /// The base URL that replaces the declared ones: in a replay that of the recording, else the `configured` one.
    pub(super) fn stand_in(&self, configured: impl FnOnce() -> Result<Option<Url>>) -> Result<Option<Url>> {
        match &self.player {
            Some(player) => Ok(player.stand_in()),
            None => configured(),
        }
    }

    /// Whether responses are replayed, so that no request is sent.
    pub(super) fn is_replay(&self) -> bool {
        self.player.is_some()
    }

    /// A warning about short secrets in a replay: they are not masked, so their requests are not found in the
    /// recording.
    pub(super) fn warning(&self, secrets: &[String]) -> Option<String> {
        let is_short = |secret: &str| (1..SHORTEST_MASKED).contains(&secret.trim().chars().count());
        let is_due = self.is_replay() && secrets.iter().any(|secret| is_short(secret));
        is_due.then(|| {
            format!(
                "cassette: a secret of the config is shorter than {SHORTEST_MASKED} characters, so the recording may not match \
                 requests that contain it; use any secret of at least {SHORTEST_MASKED} characters that occurs nowhere else \
                 in a request"
            )
        })
    }

    /// # Errors
    /// A config error if the recording cannot be created.
    pub(super) fn transport<C>(
        &self,
        source: &SourceDef<C>,
        output: &Rc<RunOutput>,
        stand_in: Option<&Url>,
        limits: Limits,
    ) -> Result<Rc<dyn Transport>> {
        if let Some(player) = &self.player {
            output.log(Level::Info, &player.told());
            player.warnings(&source.name).iter().for_each(|warning| output.log(Level::Warn, warning));
            return Ok(player.clone());
        }
        let user_agent = format!("{}/{}", source.name, source.version);
        let network = Rc::new(HttpTransport::new(&user_agent, limits));
        let Some(directory) = &self.keep else { return Ok(network) };
        let run = RecordedRun { connector: &source.name, version: &source.version, now: output.now(), stand_in };
        let log = output.clone();
        let warn = move |warning: &str| log.log(Level::Warn, warning);
        let recorder = Rc::new(Recorder::new(directory, &run, network, output.redactor.clone(), warn)?);
        Ok(self.recorder.get_or_init(|| recorder).clone())
    }

    /// The recording, once the transport exists.
    pub(super) fn recorder(&self) -> Option<Rc<Recorder>> {
        self.recorder.get().cloned()
    }

    /// Ends the recording.
    pub(super) fn finish(&self, output: &RunOutput, end: RecordingEnd) {
        if let Some(recorder) = self.recorder.get() {
            output.log(Level::Info, &recorder.finish(end == RecordingEnd::Whole));
        }
    }
}
