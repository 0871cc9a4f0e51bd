//! Files: the template with its placeholders filled in.
//!
//! A placeholder is a name between two `@`, such as `@NAME@`.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use super::dependency::CdkPlace;
use super::name::ConnectorName;

/// The files by their path in the crate.
const TEMPLATE: [(&str, &str); 15] = [
    ("Cargo.toml", include_str!("template/Cargo.toml.tmpl")),
    ("README.md", include_str!("template/README.md.tmpl")),
    ("Dockerfile", include_str!("template/Dockerfile.tmpl")),
    ("metadata.yaml", include_str!("template/metadata.yaml.tmpl")),
    (".gitignore", include_str!("template/gitignore.tmpl")),
    (".dockerignore", include_str!("template/dockerignore.tmpl")),
    (".github/workflows/ci.yml", include_str!("template/ci.yml.tmpl")),
    ("rustfmt.toml", include_str!("template/rustfmt.toml.tmpl")),
    ("src/main.rs", include_str!("template/main.rs.tmpl")),
    ("src/lib.rs", include_str!("template/lib.rs.tmpl")),
    ("src/config.rs", include_str!("template/config.rs.tmpl")),
    ("src/streams/mod.rs", include_str!("template/streams_mod.rs.tmpl")),
    ("src/streams/customers.rs", include_str!("template/customers.rs.tmpl")),
    ("src/streams/orders.rs", include_str!("template/orders.rs.tmpl")),
    ("tests/connector.rs", include_str!("template/test.rs.tmpl")),
];

/// The files of a new crate: path and content.
pub(super) fn files(name: &ConnectorName, cdk: &CdkPlace) -> Vec<(&'static str, String)> {
    let values = [
        ("@NAME@", name.package.clone()),
        ("@CRATE@", name.library.clone()),
        ("@TYPE@", name.source_type.clone()),
        ("@TITLE@", name.title.clone()),
        ("@DEPENDENCY@", cdk.entry()),
        ("@DOCKER_BUILD@", cdk.docker_build(&name.package)),
        ("@COPY_CDK@", cdk.copy()),
        ("@CI_CDK@", cdk.ci()),
        ("@UUID@", random_uuid()),
    ];
    let filled =
        |text: &str| values.iter().fold(text.to_owned(), |text, (placeholder, value)| text.replace(placeholder, value));
    TEMPLATE.iter().map(|(path, text)| (*path, filled(text))).collect()
}

/// A random UUID (version 4): Airbyte's registry identifies a connector by it.
fn random_uuid() -> String {
    // The keys of each state are random.
    let [first, second] = [(); 2].map(|()| RandomState::new().build_hasher().finish());
    let digits = format!("{first:016x}{second:016x}");
    format!("{}-{}-4{}-8{}-{}", &digits[..8], &digits[8..12], &digits[13..16], &digits[17..20], &digits[20..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_placeholder_is_filled_in() {
        let name = ConnectorName::parse("source-shop").unwrap();
        for cdk in [CdkPlace::Git("https://git.example.com/cdk".into()), CdkPlace::Path("/clone".into())] {
            for (path, text) in files(&name, &cdk) {
                let pieces: Vec<&str> = text.split('@').skip(1).step_by(2).collect();
                let is_name = |piece: &&str| !piece.is_empty() && piece.bytes().all(|byte| byte.is_ascii_uppercase());
                assert!(!pieces.iter().any(is_name), "{path}: {pieces:?}");
            }
        }
    }
}
