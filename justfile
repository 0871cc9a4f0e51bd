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

# A stated budget and a learned quota against servers that count: the time beside what is permitted, and refusals.
limits:
    cargo run --release --package tests --example rate_limits

# What is measured, in release: CPU, memory, start-up beside loops written by hand. `just bench 100000 12`, `just bench latency`
bench *args:
    cargo run --release --package examples --bin bench -- {{args}}

# Measures the figures of docs/performance.md and writes them there; `just figures 20000 6` is quicker. With
# `CDK_BENCH_PYTHON`, the rows of the Python CDK too.
figures records="100000" rounds="12":
    CDK_FIGURES=docs/performance.md cargo run --release --package examples --bin bench -- {{records}} {{rounds}}
    git diff --stat docs/performance.md

# The kill test of `--out` with 200 kills; `CDK_SEED` repeats a run.
kills:
    CDK_KILLS=200 cargo test --package tests --test it out_kills -- --nocapture

# Instructions a record, under valgrind; two commits beside each other: `just instructions main HEAD`
instructions *args:
    tests/examples/instructions.sh {{args}}
