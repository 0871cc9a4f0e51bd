//! A scenario: what is read, what goes wrong with which request, and how it must end, all from one seed and before the run.
//!
//! In: the seed. Out: the server's pages, the fault that the n-th request of each target suffers, and what is expected: records,
//! failure types, how often each target is asked for.
//! Of one stream at most one request fails for good, so that its error has one failure type; all failed exchanges together stay
//! well below 20, at which a connector may give up.
//! Not here: whether it came so (see `judge`).

use std::collections::BTreeMap;

use serde_json::Value;

use super::fault::{Fault, Harmless, Lasting, Passing, Place};
use super::world::{Listing, grown};
use crate::rng::Rng;

/// Tries of a request, by default.
pub(super) const TRIES: usize = 5;
/// Stalls of one scenario: each takes a whole time-out.
const MOST_STALLS: usize = 2;

/// What the requests of one target suffer.
#[derive(Clone, Debug)]
pub(super) struct Fate {
    /// One after the other, whoever asks.
    first: Vec<Passing>,
    then: Then,
}

#[derive(Clone, Copy, Debug)]
enum Then {
    Good(Harmless),
    Never(Lasting),
    /// `first` over and over.
    Busy,
}

impl Fate {
    fn nth(&self, n: usize) -> Fault {
        match (self.first.get(n), self.then) {
            (Some(passing), _) => Fault::Passing(*passing),
            (None, Then::Good(harmless)) => Fault::Harmless(harmless),
            (None, Then::Never(lasting)) => Fault::Lasting(lasting),
            (None, Then::Busy) => Fault::Passing(self.first[n % self.first.len()]),
        }
    }

    fn failure_type(&self) -> Option<&'static str> {
        match self.then {
            Then::Good(_) => None,
            Then::Never(lasting) => Some(lasting.failure_type()),
            Then::Busy => Some("transient_error"),
        }
    }

    /// Whether the rest of a stream's slices is not tried.
    fn is_refusal(&self) -> bool {
        matches!(self.then, Then::Never(Lasting::Status(401)))
    }

    /// Answers from which the next page can be asked for ahead, and in vain.
    fn led_astray(&self) -> usize {
        let astray = self.first.iter().filter(|passing| passing.is_of_body()).count();
        if matches!(self.then, Then::Busy) { astray * TRIES } else { astray }
    }
}

/// How a stream must end.
pub(super) struct Expected {
    pub(super) stream: &'static str,
    pub(super) failure_type: Option<&'static str>,
    pub(super) records: Vec<Value>,
    /// Whether all of these must be there, or may.
    pub(super) is_exact: bool,
}

pub(super) struct Plan {
    pub(super) seed: u64,
    pub(super) concurrency: usize,
    pub(super) streams: Vec<&'static str>,
    pub(super) listings: Vec<Listing>,
    fates: BTreeMap<String, Fate>,
}

impl Plan {
    pub(super) fn new(seed: u64) -> Self {
        let rng = &mut Rng::new(seed);
        let concurrency = rng.below(8) + 1;
        let streams = streams(rng);
        let listings = grown(rng, &streams);
        let mut draw = Draw { rng, listings: &listings, fates: BTreeMap::new(), stalls: 0, slow: 0 };
        draw.good();
        let fails = draw.rng.below(100) < 23;
        let most = if fails { draw.failing() } else { 13 };
        let failures = draw.rng.below(most);
        draw.troubles(failures);
        let fates = draw.fates;
        Self { seed, concurrency, streams, listings, fates }
    }

    pub(super) fn fate(&self, target: &str) -> Option<&Fate> {
        self.fates.get(target)
    }

    pub(super) fn fault(&self, target: &str, n: usize) -> Fault {
        self.fate(target).map_or(Fault::Harmless(Harmless::Nothing), |fate| fate.nth(n))
    }

    /// Whether every stream must be complete.
    pub(super) fn recovers(&self) -> bool {
        self.fates.values().all(|fate| fate.failure_type().is_none())
    }

    /// Everything but what goes as usual.
    pub(super) fn script(&self) -> Vec<String> {
        let is_usual = |fate: &Fate| fate.first.is_empty() && matches!(fate.then, Then::Good(Harmless::Nothing));
        let told = self.fates.iter().filter(|(_, fate)| !is_usual(fate));
        told.map(|(target, fate)| format!("{target}: {:?}, then {:?}", fate.first, fate.then)).collect()
    }

    pub(super) fn faults(&self) -> impl Iterator<Item = Fault> {
        self.fates.values().flat_map(|fate| (0..=fate.first.len()).map(|n| fate.nth(n)))
    }

    fn fate_of(&self, listing: usize, page: usize) -> &Fate {
        &self.fates[&self.listings[listing].pages[page].target]
    }

    fn is_reached(&self, listing: usize, page: usize) -> bool {
        let above = self.listings[listing].above;
        above.is_none_or(|(listing, page)| self.is_read(listing, page))
            && (0..page).all(|page| self.fate_of(listing, page).failure_type().is_none())
    }

    fn is_read(&self, listing: usize, page: usize) -> bool {
        self.is_reached(listing, page) && self.fate_of(listing, page).failure_type().is_none()
    }

    /// The one thing that ends a stream, where there is one.
    fn end_of(&self, stream: &str) -> Option<&Fate> {
        let read = self.listings.iter().filter(|listing| listing.readers.contains(&stream));
        let mut fates = read.flat_map(|listing| &listing.pages).map(|page| &self.fates[&page.target]);
        fates.find(|fate| fate.failure_type().is_some())
    }

    /// Whether it is told which slices of a stream are read: not where its credentials are refused.
    fn is_exact(&self, stream: &str) -> bool {
        let has_slices = matches!(stream, "sliced" | "child" | "of_kept");
        !has_slices || !self.end_of(stream).is_some_and(Fate::is_refusal)
    }

    pub(super) fn expected(&self) -> Vec<Expected> {
        let expected = |stream: &&'static str| {
            let own = self.listings.iter().enumerate().filter(|(_, listing)| listing.of == *stream);
            let pages = own.flat_map(|(at, listing)| listing.pages.iter().enumerate().map(move |page| (at, page)));
            let read = pages.filter(|(at, (number, _))| self.is_read(*at, *number));
            Expected {
                stream,
                failure_type: self.end_of(stream).and_then(Fate::failure_type),
                records: read.flat_map(|(_, (_, page))| page.records.clone()).collect(),
                is_exact: self.is_exact(stream),
            }
        };
        self.streams.iter().map(expected).collect()
    }

    /// How often each target is asked for, at least and at most.
    pub(super) fn requests(&self) -> BTreeMap<&str, (usize, usize)> {
        let mut all = BTreeMap::new();
        for (at, listing) in self.listings.iter().enumerate() {
            let readers = listing.readers.len();
            let is_exact = listing.readers.iter().all(|stream| self.is_exact(stream));
            for (number, page) in listing.pages.iter().enumerate() {
                let fate = &self.fates[&page.target];
                let astray = if number > 0 { self.fate_of(at, number - 1).led_astray() * readers } else { 0 };
                let (least, most) = match fate.then {
                    _ if !self.is_reached(at, number) => (0, 0),
                    Then::Busy => (TRIES, TRIES * readers),
                    _ => (fate.first.len() + 1, fate.first.len() + readers),
                };
                all.insert(page.target.as_str(), (if is_exact { least } else { 0 }, most + astray));
            }
        }
        all
    }
}

/// Streams of at least two families, so that another one can be complete where one fails.
fn streams(rng: &mut Rng) -> Vec<&'static str> {
    loop {
        let mut families: Vec<&[&str]> =
            [["paged"], ["numbered"], ["sliced"]].iter().map(|one| one.as_slice()).filter(|_| rng.one_in(2)).collect();
        for pair in [&["parent", "child"], &["kept", "of_kept"]] {
            families.extend([None, Some(&pair[..1]), Some(&pair[1..]), Some(&pair[..])][rng.below(4)]);
        }
        if families.len() >= 2 {
            return families.concat();
        }
    }
}

/// Draws what happens.
struct Draw<'a> {
    rng: &'a mut Rng,
    listings: &'a [Listing],
    fates: BTreeMap<String, Fate>,
    stalls: usize,
    slow: usize,
}

impl Draw<'_> {
    fn good(&mut self) {
        for page in self.listings.iter().flat_map(|listing| &listing.pages) {
            let harmless = if self.rng.one_in(3) { self.harmless() } else { Harmless::Nothing };
            self.fates.insert(page.target.clone(), Fate { first: Vec::new(), then: Then::Good(harmless) });
        }
    }

    /// Draws one or two requests that fail for good; how many failures there may be beside them.
    fn failing(&mut self) -> usize {
        let (readers, mut fate, target) = self.place();
        let is_busy = self.rng.below(9) < 2;
        if is_busy {
            fate.first = (0..self.rng.below(4) + 1).map(|_| self.passing()).collect();
            fate.then = Then::Busy;
            self.fates.insert(target, fate);
            return 5;
        }
        fate.first = (0..self.rng.below(3)).map(|_| self.passing()).collect();
        fate.then = Then::Never(self.lasting());
        self.fates.insert(target, fate);
        let (others, mut other, target) = self.place();
        if self.rng.one_in(2) && others.iter().all(|reader| !readers.contains(reader)) {
            other.then = Then::Never(self.lasting());
            self.fates.insert(target, other);
        }
        8
    }

    /// Spreads so many failures that pass over requests that are good in the end.
    fn troubles(&mut self, mut failures: usize) {
        let places: usize = self.listings.iter().map(|listing| listing.pages.len()).sum();
        for _ in 0..places * 2 {
            let (_, mut fate, target) = self.place();
            if !fate.first.is_empty() || fate.failure_type().is_some() {
                continue;
            }
            let count = [1, 1, 1, 2, 2, 3, 4, 4][self.rng.below(8)].min(failures);
            fate.first = (0..count).map(|_| self.passing()).collect();
            self.fates.insert(target, fate);
            failures -= count;
        }
    }

    /// Any page: who reads it, its fate so far, its target.
    fn place(&mut self) -> (Vec<&'static str>, Fate, String) {
        let listing = &self.listings[self.rng.below(self.listings.len())];
        let target = listing.pages[self.rng.below(listing.pages.len())].target.clone();
        (listing.readers.clone(), self.fates[&target].clone(), target)
    }

    fn somewhere(&mut self) -> Place {
        let at = self.thousandths();
        [Place::Before, Place::Head(at), Place::Body(at)][self.rng.below(3)]
    }

    fn thousandths(&mut self) -> u16 {
        u16::try_from(self.rng.below(1000)).unwrap()
    }

    fn harmless(&mut self) -> Harmless {
        match self.rng.below(8) {
            0 => Harmless::Delay(self.somewhere()),
            1 => Harmless::Drip,
            2 if self.slow == 0 => {
                self.slow += 1;
                Harmless::SlowDrip
            }
            2 | 3 => Harmless::SplitHead,
            4 => Harmless::ConnectionClose,
            5 => Harmless::Chunked,
            6 => Harmless::Unmeasured,
            _ => Harmless::Zipped,
        }
    }

    fn passing(&mut self) -> Passing {
        let (place, at) = (self.somewhere(), self.thousandths());
        match self.rng.below(14) {
            0 | 1 => Passing::Reset(place),
            2 if self.stalls < MOST_STALLS => {
                self.stalls += 1;
                Passing::Stall(place)
            }
            2 | 3 => Passing::Cut(place),
            4 => Passing::LongLength,
            5 => Passing::ShortLength(at),
            6 => Passing::CutChunks(at),
            7 => Passing::NoLastChunk,
            8 => Passing::CutUnmeasured(at),
            9 => Passing::Status([500, 502, 503, 429, 408][self.rng.below(5)]),
            10 => Passing::Empty,
            11 => Passing::ZippedWrong,
            12 => Passing::ZippedCut(at),
            _ => Passing::ZippedNot,
        }
    }

    fn lasting(&mut self) -> Lasting {
        match self.rng.below(7) {
            at @ 0..4 => Lasting::Status([401, 403, 404, 400][at]),
            4 => Lasting::Html,
            5 => Lasting::NoJson,
            _ => Lasting::NoRecords,
        }
    }
}
