//! Errors: one sentence with the fix, and nothing is written.

use crate::{empty, new, root};

#[test]
fn wrong_arguments_get_a_sentence_and_write_nothing() {
    let directory = empty("errors");
    let clone = root().to_str().unwrap();
    let error = |arguments: &[&str]| {
        let output = new(&directory, arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap().trim_end().strip_prefix("error: ").unwrap().to_owned()
    };

    let name = "`My Shop` is not a connector's name; use `source-`, then lower-case letters and digits with single \
                hyphens, such as `source-my-shop`";
    assert_eq!(error(&["My Shop", "--path", clone]), name);
    let path = "--path /dev does not contain cdk-core; give the directory of a clone of the Rust CDK";
    assert_eq!(error(&["source-shop", "--path", "/dev"]), path);
    let url = "--git a b is not a URL; use a form like --git https://git.example.com/rust-cdk";
    assert_eq!(error(&["source-shop", "--git", "a b"]), url);
    assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 0);

    std::fs::create_dir(directory.join("source-shop")).unwrap();
    let exists = "`source-shop` already exists here; choose another name, or remove it first";
    assert_eq!(error(&["source-shop", "--path", clone]), exists);
}

#[test]
fn the_place_of_the_cdk_is_required() {
    let output = new(&empty("place"), &["source-shop"]);

    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("<--path <DIR>|--git <URL>>"));
}
