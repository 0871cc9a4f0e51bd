//! The test of the tests: small trees of files, in which each spelling of an import is seen and nothing else is.

use super::circles::circles;
use super::edges::edges;
use super::modules::{Files, Modules};
use super::order::{broken, orders};

/// Files by path, `lib.rs` declares `a` and `b`.
fn tree(files: &[(&str, &str)]) -> Files {
    let declared = [("src/lib.rs", "mod a; mod b;")];
    declared.iter().chain(files).map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn circles_of(files: &[(&str, &str)]) -> Vec<String> {
    circles(&edges(&Modules::read(&tree(files))))
}

#[test]
fn a_circle_is_found_in_each_spelling() {
    let spellings = [
        ("use", "use super::b::B;"),
        ("from the root", "use crate::b::B;"),
        ("group", "use super::{b::{B}};"),
        ("nested group", "use crate::{a, b::{self, inner::{C}}};"),
        ("rename", "use super::b::B as Other;"),
        ("renamed module", "use super::b as other; type T = other::B;"),
        ("imported module", "use super::b; fn f() { b::f() }"),
        ("glob", "use super::b::*; type T = B;"),
        ("glob for a trait", "use super::b::*; fn f() { 1.method() }"),
        ("inline path", "fn f() -> super::b::B { todo!() }"),
        ("path of a call", "fn f() { crate::b::f() }"),
        ("associated function", "fn f() { super::b::B::new() }"),
        ("generic argument", "struct S(Vec<super::b::B>);"),
        ("self", "use self::super::b::B;"),
        ("inside of a function", "fn f() { use super::b::B; }"),
        ("inside of a module", "mod inner { use super::super::b::B; }"),
        ("a macro's argument", "fn f() { println!(\"{}\", super::b::f()) }"),
        ("a macro's definition", "macro_rules! m { () => { $crate::b::f() } }"),
        ("an attribute", "#[serde(with = \"super::b\", default = \"super::b::f\")] struct S;"),
        ("an attribute's path", "#[stream(parent = super::b::B)] struct S;"),
        ("bound", "fn f<T: super::b::Trait>() {}"),
        ("impl", "impl super::b::Trait for u8 {}"),
        ("macro", "use crate::b::shout; fn f() { shout!() }"),
        ("macro without an import", "fn f() { shout!() }"),
        ("exported macro", "fn f() { crate::exported!() }"),
        ("re-export of another file", "pub use super::b::B; struct A2;"),
    ];
    let b = "use super::a::A; pub struct B; pub fn f() {} pub trait Trait { fn method(&self) {} }
        pub mod inner { pub struct C; }
        macro_rules! shout { () => {} } pub(crate) use shout; #[macro_export] macro_rules! exported { () => {} }";
    for (name, text) in spellings {
        let found = circles_of(&[("src/a.rs", &format!("{text} pub struct A;")), ("src/b.rs", b)]);
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert!(found[0].starts_with("src/a.rs → src/b.rs (`"), "{name}: {found:?}");
        assert!(found[0].ends_with(") → src/a.rs (`A`)"), "{name}: {found:?}");
    }
}

#[test]
fn a_circle_is_found_through_re_exports() {
    let facade = ("src/b/mod.rs", "mod inner; mod other; pub use inner::B; pub use other::*;");
    let inner = ("src/b/inner.rs", "use crate::a::A; pub struct B;");
    let other = ("src/b/other.rs", "pub struct Other;");

    let by_name = circles_of(&[("src/a.rs", "use crate::b::B; pub struct A;"), facade, inner, other]);
    let elsewhere = circles_of(&[("src/a.rs", "use crate::b::Other; pub struct A;"), facade, inner, other]);
    let facade = ("src/b/mod.rs", "mod inner; pub use inner::*;");
    let by_glob = circles_of(&[("src/a.rs", "use crate::b::B; pub struct A;"), facade, inner]);

    assert_eq!(by_name, ["src/a.rs → src/b/inner.rs (`B`) → src/a.rs (`A`)"]);
    assert_eq!(by_glob, by_name);
    assert_eq!(elsewhere, [""; 0]);
}

#[test]
fn a_circle_of_three_files_is_shown_with_its_names() {
    let b = ("src/b/mod.rs", "pub mod c; use c::C; pub struct B; pub const LIMIT: u8 = 1;");
    let found = circles_of(&[
        ("src/a.rs", "use crate::b::{B, LIMIT}; pub struct A;"),
        b,
        ("src/b/c.rs", "use crate::a::A; pub struct C;"),
    ]);

    assert_eq!(found, ["src/a.rs → src/b/mod.rs (`B`, `LIMIT`) → src/b/c.rs (`C`) → src/a.rs (`A`)"]);
}

#[test]
fn what_a_child_names_of_its_mod_rs_is_an_import_if_it_is_defined_there() {
    let a = ("src/a.rs", "");
    let child = ("src/b/c.rs", "use super::B; pub struct C;");
    let defines = ("src/b/mod.rs", "mod c; pub use c::C; pub struct B(C);");
    let re_exports = ("src/b/mod.rs", "mod c; mod d; pub use c::C; pub use d::B;");

    assert_eq!(circles_of(&[a, child, defines]), ["src/b/c.rs → src/b/mod.rs (`B`) → src/b/c.rs (`C`)"]);
    assert_eq!(circles_of(&[a, child, re_exports, ("src/b/d.rs", "pub struct B;")]), [""; 0]);
}

#[test]
fn no_circle_is_found_where_there_is_none() {
    let harmless = [
        ("a comment", "// use super::b::B;\n/* super::b::B */ /// [`super::b::B`]\nstruct S;"),
        ("a text", "const TEXT: &str = \"super::b::B\";"),
        ("a test", "#[cfg(test)] mod tests { use crate::b::B; }"),
        ("an item for tests", "#[cfg(test)] use super::b::B;"),
        ("a method", "fn f(x: u8) { x.f() }"),
        ("another package", "use ::b::B; use other::b::B;"),
        ("the module alone", "use super::b;"),
        ("a name of its own", "struct B; fn f() { B::f() }"),
        ("a field", "struct S { f: u8 }"),
        ("a rename to itself", "use self::inner::inner; mod inner { pub fn inner() {} }"),
        (
            "globs that lead to each other",
            "mod one { pub use super::two::*; } mod two { pub use super::one::*; } use one::*; type T = B;",
        ),
    ];
    for (name, text) in harmless {
        let b = "use super::a::A; pub struct B; pub fn f() {}";
        let found = circles_of(&[("src/a.rs", &format!("{text} pub struct A;")), ("src/b.rs", b)]);
        assert_eq!(found, [""; 0], "{name}");
    }
}

#[test]
fn tables_are_read() {
    let orders = orders(
        "# x\n\n## The rooms of `src`\n\n| # | module | takes → gives | may import |\n|---|---|---|---|\n\
         | 0 | `error` `secret` | — | std, serde |\n| 2 | `schema` | a → b | 0–1 |\n\
         | 3 | `auth` `retry` | … | 0, 2 |\n\
         | 4 | `read` | | all above |\n\n| what | value |\n|---|---|\n| 1 | `no` |\n\n\
         ### The folders of `src/read`\n\n| # | folder | may import |\n|---|---|---|\n| 1 | `plan` | 1 |\n\nText.\n",
    );

    let rows = |order: usize, name: &str| orders[order].rooms[name].1.iter().copied().collect::<Vec<_>>();
    assert_eq!(orders.iter().map(|order| order.folder.as_str()).collect::<Vec<_>>(), ["src", "src/read"]);
    assert_eq!((rows(0, "secret"), rows(0, "schema"), rows(0, "retry")), (vec![], vec![0, 1], vec![0, 2]));
    assert_eq!((rows(0, "read"), rows(1, "plan")), (vec![0, 1, 2, 3], vec![1]));
    assert_eq!((orders[0].rooms.len(), orders[1].rooms.len()), (6, 1));
}

#[test]
fn an_import_against_the_order_is_found() {
    let cases = [
        ("of a row above", "", "use crate::a::A;", 0),
        ("of a row below", "use crate::b::B;", "", 1),
        ("of a module below", "use crate::b;", "", 1),
        ("by a path", "fn f() -> crate::b::B { todo!() }", "", 1),
        ("in a group", "use crate::{b::{B}};", "", 1),
        ("by way of super", "use super::b::B;", "", 1),
        ("of what a row below only re-exports", "use crate::b::Re;", "", 1),
        ("by a test", "#[cfg(test)] mod tests { use crate::b::B; }", "", 0),
    ];
    let order = orders("## `src`\n| # | module | may import |\n|---|---|---|\n| 0 | `a` | |\n| 1 | `b` | 0 |\n");
    for (name, a, b, expected) in cases {
        let a = format!("{a} pub struct A;");
        let b = format!("{b} pub struct B; pub use crate::a::A as Re;");
        let found = broken(&order[0], &Modules::read(&tree(&[("src/a.rs", &a), ("src/b.rs", &b)])));
        assert_eq!(found.len(), expected, "{name}: {found:?}");
    }
}

#[test]
fn rooms_of_one_row_see_each_other_only_where_the_row_says_so() {
    let files = tree(&[("src/a.rs", "use crate::b::B;"), ("src/b.rs", "pub struct B;")]);
    let found = |may: &str| {
        let table = format!("## `src`\n| # | module | may import |\n|---|---|---|\n| 0 | `a` `b` | {may} |\n");
        broken(&orders(&table)[0], &Modules::read(&files)).len()
    };

    assert_eq!((found("0"), found("")), (0, 1));
}

#[test]
fn a_room_without_a_row_and_a_row_without_a_room_are_found() {
    let order = orders("## `src`\n| # | module | may import |\n|---|---|---|\n| 0 | `a` `gone` | |\n");
    let found = broken(&order[0], &Modules::read(&tree(&[("src/a.rs", ""), ("src/b/mod.rs", "")])));

    assert_eq!(found, ["src: a row names `gone`, which does not exist", "src: no row names `b`"]);
}
