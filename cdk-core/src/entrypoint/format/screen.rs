//! Screen: standard error of a run for people: lines of text, and below them one line of progress.
//!
//! The writer's thread prints warnings while the run draws its progress, so both share one screen.
//! Default: no styles if `NO_COLOR` is set, or if standard error is not a terminal.

use std::io::Write;
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use anstyle::{AnsiColor, Style};

use super::text::fit;

/// Columns of an output that is not a terminal.
const DEFAULT_COLUMNS: usize = 100;
/// Minimum number of columns of a layout.
const MIN_COLUMNS: usize = 20;

/// The meaning of a text, which its style shows.
#[derive(Clone, Copy)]
pub(crate) enum Tone {
    Plain,
    Heading,
    Warning,
    Error,
}

/// Standard error for people.
pub(crate) struct Screen {
    is_terminal: bool,
    has_styles: bool,
    err: Mutex<Drawn>,
}

/// Standard error, and what is drawn there.
struct Drawn {
    err: Box<dyn Write + Send>,
    has_progress: bool,
}

impl Screen {
    pub(crate) fn new(err: Box<dyn Write + Send>, is_terminal: bool) -> Self {
        let has_styles = is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self { is_terminal, has_styles, err: Mutex::new(Drawn { err, has_progress: false }) }
    }

    pub(crate) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// The number of columns.
    pub(super) fn columns(&self) -> usize {
        let size = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        size.unwrap_or(DEFAULT_COLUMNS).max(MIN_COLUMNS)
    }

    /// The text in the style of its tone.
    pub(super) fn styled(&self, tone: Tone, text: &str) -> String {
        let style = match tone {
            _ if !self.has_styles => return text.to_owned(),
            Tone::Plain => return text.to_owned(),
            Tone::Heading => Style::new().bold(),
            Tone::Warning => AnsiColor::Yellow.on_default(),
            Tone::Error => AnsiColor::Red.on_default().bold(),
        };
        format!("{style}{text}{style:#}")
    }

    /// Draws the progress line, on a terminal.
    pub(super) fn draw_progress(&self, text: &str) {
        if !self.is_terminal {
            return;
        }
        let Some(mut drawn) = self.try_lock() else { return };
        // A closed terminal does not stop the run.
        let _ = write!(drawn.err, "\r\x1b[K{}", fit(text, self.columns().saturating_sub(1)));
        let _ = drawn.err.flush();
        drawn.has_progress = true;
    }

    /// Removes the progress line.
    pub(crate) fn clear_progress(&self) {
        if let Some(mut drawn) = self.try_lock() {
            clear(&mut drawn);
        }
    }

    /// Prints lines on standard error.
    pub(crate) fn print(&self, text: &str) {
        let mut drawn = self.lock();
        clear(&mut drawn);
        let _ = writeln!(drawn.err, "{text}");
        let _ = drawn.err.flush();
    }

    /// Writes to standard output, which may be the same terminal.
    pub(super) fn without_progress<T>(&self, write: impl FnOnce() -> T) -> T {
        let mut drawn = self.lock();
        clear(&mut drawn);
        write()
    }

    /// `None` while the writer's thread prints: it may wait for a slow reader, and the run must not wait with it.
    fn try_lock(&self) -> Option<MutexGuard<'_, Drawn>> {
        match self.err.try_lock() {
            Ok(err) => Some(err),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Drawn> {
        self.err.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn clear(drawn: &mut Drawn) {
    if std::mem::take(&mut drawn.has_progress) {
        let _ = write!(drawn.err, "\r\x1b[K");
        let _ = drawn.err.flush();
    }
}
