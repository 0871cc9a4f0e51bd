//! Level: how good the adaptive number of requests in flight is.
//!
//! `bench level` (about four minutes; `bench level 3` reads only the third server). The connector `waits` reads endless
//! slices from three servers:
//!
//! - one with a latency of 40 ms at any load
//! - one with eight workers, each of which needs 20 ms per response
//! - one with a latency of 20 ms, which answers 429 above 200 requests in any second, without rate limit headers
//!
//! With `--concurrency 64` the level adapts. It is compared with the best of some fixed levels. After a warm-up of 10
//! s, the server measures for 10 s. Out: successful responses per second compared with the best fixed level, the share
//! of 429, and both for each second of the adaptation.

use std::collections::VecDeque;
use std::error::Error;
use std::io::{Read, Write, stdout};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::figures::Figures;
use super::latency::config;
use super::measure::Program;
use super::process::{build, in_directory};
use super::server;
use super::setup::Setup;
use super::targets::Targets;

const MOST: usize = 64;
const WARM_UP: Duration = Duration::from_secs(10);
const MEASURED: Duration = Duration::from_secs(10);
/// For a fixed level, which does not adapt.
const SHORT_WARM_UP: Duration = Duration::from_secs(3);
const WORKERS: usize = 8;
const PER_SECOND: usize = 200;
/// More slices than any run reads.
const SLICES: u64 = 100_000_000;

/// `only`: the number of one server, from 1; 0 for all.
pub(crate) fn bench(figures: &Figures, only: u64) -> Result<(), Box<dyn Error>> {
    let connector = build("examples", "waits")?;
    let cases: Vec<Case> =
        CASES.into_iter().zip(1..).filter(|(_, at)| only == 0 || only == *at).map(|two| two.0).collect();
    in_directory(|directory| report(figures, &connector, directory, &cases))
}

/// A server, the fixed levels to compare, and its maximum rate per second, if known.
struct Case {
    name: &'static str,
    serve: fn() -> std::io::Result<(String, Arc<Counts>)>,
    levels: &'static [usize],
    limit: f64,
}

const CASES: [Case; 3] = [
    Case { name: "fixed latency", serve: fixed, levels: &[4, 8, 16], limit: MOST as f64 / 0.040 },
    Case {
        name: "latency that rises with load",
        serve: rising,
        levels: &[4, 8, 12, 16],
        limit: WORKERS as f64 / 0.020,
    },
    Case {
        name: "429 above 200 requests per second",
        serve: refusing,
        levels: &[2, 3, 4, 8],
        limit: PER_SECOND as f64,
    },
];

fn report(figures: &Figures, connector: &Path, directory: &Path, cases: &[Case]) -> Result<(), Box<dyn Error>> {
    let mut targets = Targets::new(figures, "flight");
    for &Case { name, serve, levels, limit } in cases {
        let mut best: f64 = 0.0;
        for level in levels {
            let (good, refused) = run(connector, directory, serve, *level, SHORT_WARM_UP)?;
            writeln!(stdout(), "{name}: level {level:>2}: {good:.0}/s, {:.1} % rejected", refused * 100.0)?;
            best = best.max(good);
        }
        let (good, refused) = run(connector, directory, serve, MOST, WARM_UP)?;
        writeln!(
            stdout(),
            "{name}: adaptive: {good:.0}/s, {:.1} % rejected; the limit is {limit:.0}/s",
            refused * 100.0
        )?;
        targets.at_least(&format!("{name}: adaptive / best fixed number"), good / best, 0.9)?;
        targets.at_least(&format!("{name}: adaptive / the server's limit"), good / limit, 0.9)?;
        targets.at_most(&format!("{name}: share of 429"), refused, 0.05)?;
    }
    targets.outcome()
}

/// Successful responses per second, and the share of rejected requests.
fn run(
    connector: &Path,
    directory: &Path,
    serve: fn() -> std::io::Result<(String, Arc<Counts>)>,
    level: usize,
    warm_up: Duration,
) -> Result<(f64, f64), Box<dyn Error>> {
    let (url, counts) = serve()?;
    let setup = Setup::new(directory, &config(SLICES, 0, 0))?;
    let mut child =
        Program::new("waits", connector, &setup.read_at_once(&["sliced"], &url, level)?).command().spawn()?;
    let pipes: [Option<Box<dyn Read + Send>>; 2] =
        [child.stdout.take().map(|pipe| Box::new(pipe) as _), child.stderr.take().map(|pipe| Box::new(pipe) as _)];
    for mut pipe in pipes.into_iter().flatten() {
        std::thread::spawn(move || std::io::copy(&mut pipe, &mut std::io::sink()));
    }
    let mut each_second = vec![counts.now()];
    let (mut begun, mut before) = (Instant::now(), counts.now());
    for second in 1..=(warm_up + MEASURED).as_secs() {
        std::thread::sleep(Duration::from_secs(1));
        each_second.push(counts.now());
        if second == warm_up.as_secs() {
            (begun, before) = (Instant::now(), counts.now());
        }
    }
    let (seconds, after) = (begun.elapsed().as_secs_f64(), counts.now());
    let has_ended = child.try_wait()?.is_some();
    child.kill()?;
    child.wait()?;
    if has_ended {
        return Err("the connector has ended too early".into());
    }
    if warm_up == WARM_UP {
        let each: Vec<String> =
            each_second.windows(2).map(|two| format!("{}/{}", two[1].0 - two[0].0, two[1].1 - two[0].1)).collect();
        writeln!(stdout(), "successful/rejected in each second: {}", each.join(" "))?;
    }
    let (good, refused) = ((after.0 - before.0) as f64, (after.1 - before.1) as f64);
    Ok((good / seconds, refused / (good + refused)))
}

/// Successful responses and rejected requests.
#[derive(Default)]
struct Counts {
    good: AtomicU64,
    refused: AtomicU64,
}

impl Counts {
    fn now(&self) -> (u64, u64) {
        (self.good.load(Ordering::SeqCst), self.refused.load(Ordering::SeqCst))
    }

    fn good(&self, response: &mut Vec<u8>) {
        self.good.fetch_add(1, Ordering::SeqCst);
        server::json("200 OK", &[r#"{"data":[{"id":1}]}"#], response);
    }
}

fn fixed() -> std::io::Result<(String, Arc<Counts>)> {
    serving(|_, counts, response| {
        std::thread::sleep(Duration::from_millis(40));
        counts.good(response);
    })
}

fn rising() -> std::io::Result<(String, Arc<Counts>)> {
    let (free, freed) = (Mutex::new(WORKERS), Condvar::new());
    serving(move |_, counts, response| {
        let waiting = free.lock().unwrap_or_else(PoisonError::into_inner);
        *freed.wait_while(waiting, |free| *free == 0).unwrap_or_else(PoisonError::into_inner) -= 1;
        std::thread::sleep(Duration::from_millis(20));
        *free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        freed.notify_one();
        counts.good(response);
    })
}

fn refusing() -> std::io::Result<(String, Arc<Counts>)> {
    let counted = Mutex::new(VecDeque::new());
    serving(move |_, counts, response| {
        let is_refused = {
            let mut counted = counted.lock().unwrap_or_else(PoisonError::into_inner);
            while counted.front().is_some_and(|at: &Instant| at.elapsed() >= Duration::from_secs(1)) {
                counted.pop_front();
            }
            let is_refused = counted.len() >= PER_SECOND;
            if !is_refused {
                counted.push_back(Instant::now());
            }
            is_refused
        };
        std::thread::sleep(Duration::from_millis(20));
        if is_refused {
            counts.refused.fetch_add(1, Ordering::SeqCst);
            server::json("429 Too Many Requests", &["{}"], response);
        } else {
            counts.good(response);
        }
    })
}

fn serving(
    answer: impl Fn(&str, &Counts, &mut Vec<u8>) + Send + Sync + 'static,
) -> std::io::Result<(String, Arc<Counts>)> {
    let counts = Arc::new(Counts::default());
    let counted = Arc::clone(&counts);
    let address = server::serve(move |target, response| answer(target, &counts, response))?;
    Ok((format!("http://{address}"), counted))
}
