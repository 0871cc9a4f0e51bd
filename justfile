# What one does here, by name. Everything is plain cargo: `just` is a convenience.

# Everything that must hold before a commit.
check: fmt clippy rustdoc test

fmt:
    cargo fmt --all --check

clippy:
    cargo clippy --workspace --all-targets -- -D warnings

rustdoc:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

# All tests: units, integration, examples in the docs.
test *args:
    cargo test --workspace {{args}}

# The core with each feature alone, and with none.
features:
    for features in "" login aws_sigv4 testing; do \
        cargo clippy --package cdk-core --no-default-features --features "$features" -- -D warnings || exit 1; \
    done

# The packages as they would be published, each built alone.
package:
    CARGO_PROFILE_DEV_DEBUG=line-tables-only cargo package --package cdk-derive --package cdk-core --offline --allow-dirty

# Licences, bans and sources of every dependency.
deny:
    cargo deny --offline check bans licenses sources

# Rewrites the golden files; review the difference line by line.
golden:
    CDK_GOLDEN=write cargo test --workspace
    git diff --stat

# What the pages copy: code and tables of attributes, and the tables in the connectors' READMEs.
docs:
    CDK_GOLDEN=write cargo test --package tests --test docs copies
    CDK_GOLDEN=write cargo test --package 'source-*' the_readme_has_the_tables
    git diff --stat

# The Employees connector against its own API.
demo:
    cargo run --package examples --bin employees -- demo

# Declared and learned rate limits against servers that count: the time, and the number of rejected requests.
limits:
    cargo run --release --package tests --example rate_limits

# Measures CPU time, memory and start in release, compared with hand-written loops. `just bench 100000 12`, `just bench latency`
bench *args:
    cargo run --release --package examples --bin bench -- {{args}}

# Measures, and writes the tables of docs/performance.md. All of them (about 20 minutes), or those of one benchmark:
# `just figures memory`, `just figures 20000 6`. With `CDK_BENCH_PYTHON`, also the rows of the Python CDK.
figures *args:
    cargo run --release --package examples --bin bench -- figures {{args}}
    git diff --stat docs/performance.md

# The kill test of `--out` with 200 kills; `CDK_SEED` repeats a run.
kills:
    CDK_KILLS=200 cargo test --package tests --test it out_kills -- --nocapture

# Instructions per record, counted by valgrind; two commits compared: `just instructions main HEAD`
instructions *args:
    tests/examples/instructions.sh {{args}}
