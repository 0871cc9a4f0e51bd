//! The one-way street between rooms: compares imports with the tables in `docs/architecture.md`.
//!
//! A table orders one folder, which the heading above it names in backticks: ``The rooms of `cdk-core/src` ``. Its header
//! is `| # | … | may import |`. A row names rooms in backticks: folders, or files without their ending. `may import`
//! holds row numbers and ranges (`0–3`, `0, 3, 4`) or `all above`; a row that holds its own number lets its rooms import
//! each other. Each room of the folder is in its table, and no other. Tests may import anything.

use std::collections::{BTreeMap, BTreeSet};

use tests::root::root;

use super::modules::{Module, Modules};
use super::names::Found;
use super::workspace::files;

/// Lists of modules, and what connectors and generated code import: they name everything.
const EXEMPT: [&str; 4] = ["lib", "mod", "prelude", "private"];

/// The order of one folder.
pub(super) struct Order {
    pub folder: String,
    /// Rooms by name: their row, and the rows that they may import.
    pub rooms: BTreeMap<String, (u32, BTreeSet<u32>)>,
}

#[test]
fn rooms_import_only_what_the_tables_allow() {
    let document = std::fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let modules = Modules::read(&files());
    let orders = orders(&document);
    assert!(orders.iter().any(|order| order.folder == "cdk-core/src"), "docs/architecture.md has no table of rooms");

    let wrong: Vec<String> = orders.iter().flat_map(|order| broken(order, &modules)).collect();

    assert!(wrong.is_empty(), "imports against docs/architecture.md:\n{}", wrong.join("\n"));
}

/// The orders that the tables of a document give.
pub(super) fn orders(document: &str) -> Vec<Order> {
    let mut orders: Vec<Order> = Vec::new();
    let mut folder = "";
    let mut is_table = false;
    let mut is_comment = false;
    for line in document.lines() {
        is_comment = (is_comment || line.starts_with("<!--")) && !line.starts_with("-->");
        if is_comment {
            continue;
        }
        if line.starts_with('#') {
            folder = line.split('`').nth(1).unwrap_or_default();
        }
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        if line.starts_with("| # |") && cells.last() == Some(&"may import") {
            is_table = true;
            orders.push(Order { folder: folder.to_owned(), rooms: BTreeMap::new() });
        }
        is_table &= line.starts_with('|');
        if let (true, Some(order), Ok(row)) = (is_table, orders.last_mut(), cells[0].parse()) {
            let imports = rows(cells[cells.len() - 1], row);
            let names = cells[1].split('`').skip(1).step_by(2);
            order.rooms.extend(names.map(|name| (name.to_owned(), (row, imports.clone()))));
        }
    }
    orders
}

/// The row numbers in a cell of the last column.
fn rows(cell: &str, row: u32) -> BTreeSet<u32> {
    if cell.starts_with("all") {
        return (0..row).collect();
    }
    let range = |part: &str| match part.split_once(['–', '-']) {
        Some((first, last)) => Some(first.trim().parse().ok()?..=last.trim().parse().ok()?),
        None => part.parse().ok().map(|single: u32| single..=single),
    };
    cell.split(',').map(str::trim).filter_map(range).flatten().collect()
}

/// What is against the order of one folder.
pub(super) fn broken(order: &Order, modules: &Modules) -> Vec<String> {
    let mut wrong = BTreeSet::new();
    let mut rooms = BTreeSet::new();
    for (id, module) in modules.all.iter().enumerate().filter(|(_, module)| !module.is_test) {
        let Some(room) = room(order, module) else { continue };
        rooms.insert(room);
        let Some((row, may)) = order.rooms.get(room) else { continue };
        let paths = module.paths.iter().chain(module.imports.iter().map(|import| &import.path));
        for path in paths {
            for other in touched(modules, id, path).into_iter().filter_map(|other| room_of(order, modules, other)) {
                let is_allowed = order.rooms.get(other).is_none_or(|(number, _)| may.contains(number));
                if other != room && !is_allowed {
                    wrong.insert(format!("{}: `{other}`, from row {row} ({})", module.file, path.join("::")));
                }
            }
        }
    }
    let folder = &order.folder;
    let unknown = rooms.iter().filter(|room| !order.rooms.contains_key(**room));
    wrong.extend(unknown.map(|room| format!("{folder}: no row names `{room}`")));
    let missing = order.rooms.keys().filter(|room| !rooms.contains(room.as_str()));
    wrong.extend(missing.map(|room| format!("{folder}: a row names `{room}`, which does not exist")));
    wrong.into_iter().collect()
}

/// The modules that a path walks through, and those that define what it leads to.
fn touched(modules: &Modules, id: usize, path: &[String]) -> BTreeSet<usize> {
    let defining = modules.resolve(id, path).into_iter().map(|found| match found {
        Found::Module(module) | Found::Definition(module, _) => module,
    });
    modules.walked(id, path).into_iter().chain(defining).collect()
}

fn room_of<'a>(order: &Order, modules: &'a Modules, id: usize) -> Option<&'a str> {
    room(order, &modules.all[id])
}

/// The room of the ordered folder that a module is in.
fn room<'a>(order: &Order, module: &'a Module) -> Option<&'a str> {
    let path = module.file.strip_prefix(&order.folder)?.strip_prefix('/')?;
    let room = path.split('/').next()?.trim_end_matches(".rs");
    (!EXEMPT.contains(&room)).then_some(room)
}
