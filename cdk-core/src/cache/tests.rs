use std::cell::RefCell;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::rc::Rc;

use http::HeaderMap;

use super::segments::SEGMENT_BYTES;
use super::*;
use crate::http::{Request, Response};

/// A directory of one test, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("cdk-cache-tests-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn store(folder: &Folder, max_bytes: u64, segment_bytes: u64) -> (Store, Rc<RefCell<Vec<String>>>) {
    let told: Rc<RefCell<Vec<String>>> = Rc::default();
    let sink = told.clone();
    let place = CacheLocation { directory: folder.0.clone(), max_bytes };
    let warn = Box::new(move |what: &str| sink.borrow_mut().push(what.to_owned()));
    (Store::with_segments(place, segment_bytes, warn), told)
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(work)
}

fn key(n: usize) -> CacheKey {
    CacheKey::of(&Request::get(format!("https://a.test/{n}").as_str()).unwrap(), None)
}

fn response(n: usize) -> Response {
    Response { status: 200, headers: HeaderMap::new(), body: format!("body {n} ").repeat(10).into_bytes() }
}

/// Caches a response if the key does not have one. Returns whether it had one.
async fn kept(store: &Store, n: usize) -> bool {
    match store.look_up(key(n)).await {
        CacheLookup::Kept(found, _) => {
            assert_eq!(found.body, response(n).body);
            true
        }
        CacheLookup::Missing(turn) => {
            store.keep(key(n), turn, response(n)).await.unwrap();
            false
        }
    }
}

#[test]
fn what_is_kept_is_found_again_in_whichever_segment_it_lies() {
    let folder = Folder::new("segments");
    let (store, told) = store(&folder, 1 << 20, 200);
    run(async {
        for n in 0..20 {
            assert!(!kept(&store, n).await, "{n}");
        }
        for n in (0..20).rev() {
            assert!(kept(&store, n).await, "{n}");
        }
    });

    assert!(fs::read_dir(store.segments().path().unwrap()).unwrap().count() > 2);
    assert!(told.take().is_empty());
}

#[test]
fn the_directory_is_made_for_the_first_response_and_goes_with_the_store() {
    let folder = Folder::new("lazy");
    let (store, _) = store(&folder, 1 << 20, 200);
    assert!(folder.names().is_empty());

    run(kept(&store, 1));
    let path = store.segments().path().unwrap();
    assert_eq!(folder.names().len(), 2, "the directory and its lock: {:?}", folder.names());
    assert!(folder.names().iter().all(|name| name.starts_with("rust-cdk-cache-")));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);

    drop(store);
    assert!(folder.names().is_empty(), "{:?}", folder.names());
}

#[test]
fn what_dead_runs_left_goes_and_what_lives_or_is_not_ours_stays() {
    let folder = Folder::new("sweep");
    let (living, _) = store(&folder, 1 << 20, 200);
    run(kept(&living, 1));
    let leave = |name: &str, lock: bool| {
        fs::create_dir(folder.0.join(name)).unwrap();
        fs::write(folder.0.join(name).join("00000.segment"), "x").unwrap();
        if lock {
            fs::write(folder.0.join(format!("{name}.lock")), "").unwrap();
        }
    };
    leave("rust-cdk-cache-dead", true);
    leave("rust-cdk-cache-without-a-lock", false);
    leave("other", true);
    fs::write(folder.0.join("rust-cdk-cache-alone.lock"), "").unwrap();
    std::os::unix::fs::symlink(folder.0.join("other"), folder.0.join("rust-cdk-cache-link")).unwrap();
    fs::write(folder.0.join("rust-cdk-cache-link.lock"), "").unwrap();

    let (next, told) = store(&folder, 1 << 20, 200);
    run(kept(&next, 1));

    let names = folder.names();
    let is_there = |name: &str| names.iter().any(|there| there == name);
    assert!(!is_there("rust-cdk-cache-dead") && !is_there("rust-cdk-cache-dead.lock"), "{names:?}");
    assert!(!is_there("rust-cdk-cache-alone.lock"), "{names:?}");
    for name in ["rust-cdk-cache-without-a-lock", "other", "other.lock", "rust-cdk-cache-link"] {
        assert!(is_there(name), "{name}: {names:?}");
    }
    assert!(folder.0.join("other/00000.segment").exists());
    assert!(run(kept(&living, 1)) && run(kept(&next, 1)), "both runs have theirs");
    assert!(told.take().is_empty());
}

#[test]
fn a_full_cache_says_so_once_and_gives_what_it_has() {
    let folder = Folder::new("full");
    let (store, told) = store(&folder, 150, 1 << 20);
    run(async {
        for n in 0..10 {
            assert!(!kept(&store, n).await);
        }
        assert!(kept(&store, 0).await);
        assert!(!kept(&store, 9).await);
    });

    let told = told.take();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("full (0 MB) and stores no more responses; CDK_CACHE_MAX_MB"), "{told:?}");
}

#[test]
fn a_place_that_cannot_be_used_is_told_once_with_its_reason() {
    let folder = Folder::new("unusable");
    fs::write(folder.0.join("file"), "").unwrap();
    let told: Rc<RefCell<Vec<String>>> = Rc::default();
    let sink = told.clone();
    let place = CacheLocation { directory: folder.0.join("file"), ..CacheLocation::default() };
    let store = Store::new(place, Box::new(move |what| sink.borrow_mut().push(what.to_owned())));

    run(async {
        for n in [1, 1, 2] {
            assert!(!kept(&store, n).await);
        }
    });

    let told = told.take();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains(&format!("`{}/file`", folder.0.display())), "{told:?}");
}

#[test]
fn a_disk_that_fails_later_stops_the_keeping_and_not_the_giving() {
    let folder = Folder::new("broken");
    let (store, told) = store(&folder, 1 << 20, 1);
    run(async {
        assert!(!kept(&store, 1).await);
        // The next segment cannot be created.
        fs::remove_dir_all(store.segments().path().unwrap()).unwrap();
        assert!(!kept(&store, 2).await);
        assert!(!kept(&store, 2).await);
        assert!(kept(&store, 1).await);
    });

    let told = told.take();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("stores no more responses: cannot write"), "{told:?}");
}

#[test]
fn a_damaged_response_is_fetched_again_and_told_once() {
    let folder = Folder::new("damaged");
    let (store, told) = store(&folder, 1 << 20, 1 << 20);
    run(async {
        for n in [1, 2] {
            kept(&store, n).await;
        }
        let segment = store.segments().path().unwrap().join("00000.segment");
        let mut bytes = fs::read(&segment).unwrap();
        bytes.iter_mut().for_each(|byte| *byte ^= 1);
        fs::write(&segment, bytes).unwrap();

        for n in [1, 2] {
            assert!(!kept(&store, n).await, "{n}");
            assert!(kept(&store, n).await, "{n} is kept anew");
        }
    });

    let told = told.take();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("cannot be read ("), "{told:?}");
}

#[test]
fn only_what_was_found_is_forgotten() {
    let folder = Folder::new("forget");
    let (store, _) = store(&folder, 1 << 20, 1 << 20);
    run(async {
        kept(&store, 1).await;
        let CacheLookup::Kept(_, old) = store.look_up(key(1)).await else { panic!("it is kept") };
        store.forget(key(1), old);
        assert!(!kept(&store, 1).await, "forgotten, and kept anew");

        store.forget(key(1), old);

        assert!(kept(&store, 1).await, "what came since stays");
    });
}

#[test]
fn whoever_waits_where_nothing_can_be_kept_is_let_go() {
    let folder = Folder::new("waiting");
    let (store, _) = store(&folder, 0, 1 << 20);
    run(async {
        let CacheLookup::Missing(Some(first)) = store.look_up(key(1)).await else { panic!("nothing is kept") };
        let (_, second, third) = tokio::join!(
            async { store.keep(key(1), Some(first), response(1)).await.unwrap() },
            store.look_up(key(1)),
            store.look_up(key(1)),
        );
        // Both at once: neither waits for the other.
        assert!(matches!((second, third), (CacheLookup::Missing(None), CacheLookup::Missing(None))));
    });
}

/// Resident memory of this process (Linux).
#[cfg(target_os = "linux")]
fn resident_bytes() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() << 10
}

/// `cargo test -p cdk-core --lib a_hundred_thousand -- --ignored --nocapture`
#[test]
#[cfg(target_os = "linux")]
#[ignore = "writes 150 MB, and takes half a minute unless optimised"]
fn a_hundred_thousand_kept_responses_take_a_few_megabytes() {
    const COUNT: usize = 100_000;
    let folder = Folder::new("many");
    let (store, told) = store(&folder, 8 << 30, SEGMENT_BYTES);
    // Numbers do not compress to nothing: about 3 KB of 10 KB.
    let body = |n: usize| {
        let records = (0..100).map(|at| {
            format!(
                r#"{{"id": {}, "name": "record {at} of {n}", "of": "the employees of the company"}}"#,
                n * 7919 + at * 104_729
            )
        });
        records.collect::<Vec<_>>().join(",").into_bytes()
    };
    run(async {
        let one = |n| async move { (key(n), body(n)) };
        let (mut before, mut bytes) = (0, 0);
        for n in 0..COUNT {
            // The memory of the runtime and of first allocations is not counted.
            if n == 100 {
                before = resident_bytes();
            }
            let (key, body) = one(n).await;
            bytes += body.len();
            let CacheLookup::Missing(turn) = store.look_up(key).await else { panic!("{n} is not kept yet") };
            store.keep(key, turn, Response { status: 200, body, ..Response::default() }).await.unwrap();
        }
        let grown = resident_bytes().saturating_sub(before);
        let (key, body) = one(COUNT / 2).await;
        let CacheLookup::Kept(found, _) = store.look_up(key).await else { panic!("it is kept") };
        assert_eq!(found.body, body);
        let disk: u64 = fs::read_dir(store.segments().path().unwrap())
            .unwrap()
            .map(|entry| entry.unwrap().metadata().unwrap().len())
            .sum();
        println!("{COUNT} responses, {} MB as {} MB on disk: {} KB of memory", bytes >> 20, disk >> 20, grown >> 10);
        assert!(grown < 16 << 20, "{grown} bytes");
    });
    assert!(told.take().is_empty());
}
