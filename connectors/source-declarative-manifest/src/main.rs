//! The connector's binary.

fn main() -> std::process::ExitCode {
    source_declarative_manifest::command::run()
}
