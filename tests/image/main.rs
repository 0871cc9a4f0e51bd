//! Images: the last stage of a connector's Dockerfile, built from a static binary, and run from its own root.
//!
//! buildah builds it without a daemon, and without a download. Default: where buildah is not installed, or the test does
//! not run as root on Linux, it says `SKIPPED: …` on standard error and passes; with `CDK_REQUIRE_IMAGES=1` it fails.

#![allow(clippy::unwrap_used, reason = "a test fails loudly, its helpers too")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use cdk_core::testing::{Api, Reply};
use serde_json::{Value, json};
use tests::process::BoundedCommand;
use tests::root::root;

const NAME: &str = "source-slack";
/// The place of the authorities on Debian.
const AUTHORITIES: &str = "/etc/ssl/certs/ca-certificates.crt";

/// Whether images can be built here.
fn may_build() -> bool {
    let has = |program: &str, option: &str| {
        Command::new(program)
            .arg(option)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|it| it.success())
    };
    let id = Command::new("id").arg("-u").output().map(|output| output.stdout).unwrap_or_default();
    let why = match () {
        () if !cfg!(target_os = "linux") => "images are built on Linux",
        () if id.trim_ascii() != b"0" => "images are built by root",
        () if !has("buildah", "--version") => "buildah is not installed",
        () if !builds_an_empty_image() => "buildah cannot build an empty image",
        () if !Path::new(AUTHORITIES).exists() => "Debian's package ca-certificates is not installed",
        () => return true,
    };
    let is_required = std::env::var("CDK_REQUIRE_IMAGES").is_ok_and(|value| value == "1");
    assert!(!is_required, "an image is required: {why}");
    // Not `eprintln!`: the harness keeps that to itself when a test passes.
    let _ = writeln!(std::io::stderr(), "SKIPPED: no image was built: {why}");
    false
}

/// Some sandboxes have buildah, but do not allow what it needs.
fn builds_an_empty_image() -> bool {
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("empty-image");
    drop(std::fs::remove_dir_all(&work));
    let is_written =
        std::fs::create_dir_all(&work).and_then(|()| std::fs::write(work.join("Dockerfile"), "FROM scratch\n"));
    is_written.is_ok() && Buildah(work).output(&["bud", "--tag", "empty", "."]).status.success()
}

/// Builds the connector as a static binary of the debug profile.
fn static_binary(directory: &Path) -> PathBuf {
    let target = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--package", NAME, "--target", &target, "--target-dir"]).arg(directory);
    // Half of the size and of the time of the debug profile.
    cargo.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_INCREMENTAL", "0");
    cargo.env("RUSTFLAGS", "-C target-feature=+crt-static").current_dir(root());
    assert!(cargo.status().unwrap().success(), "the static binary is built");
    directory.join(target).join("debug").join(NAME)
}

/// What the stage before the last one leaves in `/image`.
fn image_files(context: &Path, binary: &Path) {
    let files = context.join("image");
    for directory in ["etc/ssl/certs", "airbyte/integration_code", "tmp"] {
        std::fs::create_dir_all(files.join(directory)).unwrap();
    }
    assert!(Command::new("chmod").arg("1777").arg(files.join("tmp")).status().unwrap().success());
    std::fs::copy(AUTHORITIES, files.join("etc/ssl/certs/ca-certificates.crt")).unwrap();
    std::fs::write(files.join("etc/passwd"), "airbyte:x:1000:1000::/airbyte:/sbin/nologin\n").unwrap();
    std::fs::copy(binary, files.join("airbyte/integration_code").join(NAME)).unwrap();
}

/// The last stage of the Dockerfile, which copies from the context instead of the stage before.
fn last_stage() -> String {
    let dockerfile = std::fs::read_to_string(root().join("connectors").join(NAME).join("Dockerfile")).unwrap();
    let (before, stage) = dockerfile.rsplit_once("\nFROM ").unwrap();
    assert!(stage.starts_with("scratch\n") && before.contains("FROM rust:"), "{dockerfile}");
    let copied = "COPY --from=build /image /\n";
    assert!(stage.contains(copied), "{stage}");
    format!("FROM {}", stage.replace(copied, "COPY image /\n"))
}

/// buildah with its files in one directory.
struct Buildah(PathBuf);

impl Buildah {
    fn output(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new("buildah");
        command.arg("--storage-driver").arg("vfs").arg("--root").arg(self.0.join("store"));
        command.arg("--runroot").arg(self.0.join("run")).args(arguments).current_dir(&self.0);
        command.env("BUILDAH_ISOLATION", "chroot").stdout(Stdio::piped()).stderr(Stdio::piped()).bounded_output()
    }

    fn run(&self, arguments: &[&str]) -> String {
        let output = self.output(arguments);
        assert!(output.status.success(), "buildah {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }
}

/// Runs the connector as the image's user, with the image as its root.
fn inside(image: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new("chroot");
    command.args(["--userspec=1000:1000", image, &format!("/airbyte/integration_code/{NAME}")]).args(arguments);
    command.env_clear().env("SSL_CERT_FILE", AUTHORITIES).env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).bounded_output()
}

fn messages(output: &Output) -> Vec<Value> {
    assert!(output.status.success(), "{output:?}");
    output.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

#[test]
fn the_image_of_a_connector_runs_without_a_system() {
    if !may_build() {
        return;
    }
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("image");
    let binary = static_binary(&directory.join("target"));
    let work = directory.join("work");
    drop(std::fs::remove_dir_all(&work));
    std::fs::create_dir_all(&work).unwrap();
    image_files(&work, &binary);
    std::fs::write(work.join("Dockerfile"), last_stage()).unwrap();
    let buildah = Buildah(work.clone());

    buildah.run(&["bud", "--tag", "source-slack:test", "."]);

    let size = buildah.run(&["images", "--format", "{{.Size}}", "source-slack:test"]);
    let _ = writeln!(std::io::stderr(), "the image of {NAME} with a debug binary: {size}");
    let container = buildah.run(&["from", "source-slack:test"]);
    let image = buildah.run(&["mount", &container]);
    assert_eq!(messages(&inside(&image, &["spec"]))[0]["type"], "SPEC");

    let api = Api::new().on("GET /api/users.list", |_| Reply::json(json!({ "ok": true, "members": [{ "id": "U1" }] })));
    let api = api.start();
    let config = json!({
        "start_date": "2024-01-01T00:00:00Z", "lookback_window": 0, "join_channels": false,
        "credentials": { "option_title": "API Token Credentials", "api_token": "t0ken-of-the-test" },
    });
    std::fs::write(Path::new(&image).join("tmp/config.json"), config.to_string()).unwrap();
    let read = ["read", "--config", "/tmp/config.json", "--streams", "users", "--url-base", &api.url()];
    let output = messages(&inside(&image, &read));
    let records: Vec<&Value> = output.iter().filter(|message| message["type"] == "RECORD").collect();
    assert_eq!(records.len(), 1, "{output:?}");
    assert_eq!(records[0]["record"]["data"]["id"], "U1");
    buildah.run(&["rm", &container]);
}
