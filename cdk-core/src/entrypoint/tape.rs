//! Which transport a command has: the network, the network with a recorder around it, or a recording in its place.
//!
//! In: `--keep-cache` and `--from-cache`. Out: the transport, the clock and the stand-in server that go with it.
//! Default: the network. A recorded run has one time from its start to its end, and a replay has that time and the
//! stand-in server of the recording, so that templates, hooks and links in answers come to the same requests again.
//! Not here: what a cassette looks like (see `cassette`).

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
use crate::stream::Source;
use crate::writer::Output;

/// The cassette of a command, or none.
#[derive(Default)]
pub(super) struct Tape {
    keep: Option<PathBuf>,
    player: Option<Rc<Player>>,
    /// Made with the session: a config that is refused leaves no recording.
    recorder: OnceCell<Rc<Recorder>>,
}

impl Tape {
    /// # Errors
    /// A config error where there is nothing to replay.
    pub(super) fn new(arguments: Option<&CassetteArguments>, redactor: &Rc<Redactor>) -> Result<Self> {
        let Some(arguments) = arguments else { return Ok(Self::default()) };
        let player = arguments.from_cache.as_deref().map(|directory| Player::open(directory, redactor.clone()));
        let player = player.transpose()?.map(Rc::new);
        Ok(Self { keep: arguments.keep_cache.clone(), player, recorder: OnceCell::new() })
    }

    /// The time at which the run's clock stands still, where it does; `CDK_NOW` wins.
    pub(super) fn now(&self, fixed: Option<Timestamp>) -> Option<Timestamp> {
        let replayed = || self.player.as_ref().map(|player| player.now());
        fixed.or_else(replayed).or_else(|| self.keep.is_some().then(Timestamp::now))
    }

    /// The server in place of the declared ones: that of the recording, whatever is asked for now.
    pub(super) fn stand_in(&self, asked: impl FnOnce() -> Result<Option<Url>>) -> Result<Option<Url>> {
        match &self.player {
            Some(player) => Ok(player.stand_in()),
            None => asked(),
        }
    }

    /// Whether no request leaves.
    pub(super) fn is_replay(&self) -> bool {
        self.player.is_some()
    }

    /// What is to be said of the config's secrets at a replay: one that nothing masks finds no request again.
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
    /// A config error where the recording cannot begin.
    pub(super) fn transport<S: Source>(
        &self,
        output: &Rc<Output>,
        stand_in: Option<&Url>,
        limits: Limits,
    ) -> Result<Rc<dyn Transport>> {
        if let Some(player) = &self.player {
            output.log(Level::Info, &player.told());
            player.warnings(S::NAME).iter().for_each(|warning| output.log(Level::Warn, warning));
            return Ok(player.clone());
        }
        let user_agent = format!("{}/{}", S::NAME, S::VERSION);
        let network = Rc::new(HttpTransport::new(&user_agent, limits));
        let Some(directory) = &self.keep else { return Ok(network) };
        let run = RecordedRun { connector: S::NAME, version: S::VERSION, now: output.now(), stand_in };
        let told = output.clone();
        let warn = move |warning: &str| told.log(Level::Warn, warning);
        let recorder = Rc::new(Recorder::new(directory, &run, network, output.redactor.clone(), warn)?);
        Ok(self.recorder.get_or_init(|| recorder).clone())
    }

    /// Ends the recording. It is whole where the command came to its own end, and not where it was interrupted.
    pub(super) fn finish(&self, output: &Output, is_whole: bool) {
        if let Some(recorder) = self.recorder.get() {
            output.log(Level::Info, &recorder.finish(is_whole));
        }
    }
}
