use serde_json::{Value, json};

use super::node::{Object, ProgramNode};
use super::*;

fn compile(schema: &Value) -> Program {
    Program::compile(schema, &ProgramOptions::default()).unwrap()
}

fn field<'a>(program: &'a Program, name: &str) -> &'a ProgramNode {
    let field = program.objects[0].fields.iter().find(|field| field.name == name).unwrap();
    &program.nodes[field.node as usize]
}

#[test]
fn a_nullable_link_to_a_type_that_is_still_open_keeps_its_kinds() {
    let program = compile(&json!({
        "type": "object",
        "properties": {"next": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}, "a": {"$ref": "#/definitions/A"}},
        "definitions": {
            "A": {"type": "object", "properties": {"b": {"anyOf": [{"$ref": "#/definitions/B"}, {"type": "null"}]}}},
            "B": {"type": "object", "properties": {"a": {"anyOf": [{"$ref": "#/definitions/A"}, {"type": "null"}]}}}
        }
    }));
    assert_eq!(field(&program, "next").kinds, OBJECT | NULL);
    assert_eq!(field(&program, "a").kinds, OBJECT);
    for node in program.nodes.iter().filter(|node| matches!(node.object, Object::Of(_))) {
        assert!(node.kinds == OBJECT || node.kinds == OBJECT | NULL, "{node:?}");
    }
}

#[test]
fn a_type_that_unfolds_without_end_is_shared() {
    let mut definitions = serde_json::Map::new();
    for i in 0..20 {
        let next = json!({"$ref": format!("#/definitions/T{}", i + 1)});
        definitions.insert(format!("T{i}"), json!({"type": "object", "properties": {"a": next, "b": next, "c": next}}));
    }
    definitions.insert("T20".to_owned(), json!({"type": "string"}));
    let program = compile(
        &json!({"type": "object", "properties": {"t": {"$ref": "#/definitions/T0"}}, "definitions": definitions}),
    );
    assert!(program.nodes.len() < 10_000, "{}", program.nodes.len());
}

#[test]
fn a_reference_that_leads_nowhere_is_named() {
    let schema = json!({"type": "object", "properties": {"a": {"$ref": "#/definitions/Gone"}}});
    let error = Program::compile(&schema, &ProgramOptions::default()).unwrap_err();
    assert!(error.contains("`a`") && error.contains("Gone"), "{error}");
    let endless = json!({"type": "object", "properties": {"a": {"allOf": [{"allOf": [{"$ref": "#/properties/a"}]}]}}});
    assert!(Program::compile(&endless, &ProgramOptions::default()).is_ok());
}

#[test]
fn a_schema_that_says_nothing_admits_every_object() {
    for schema in [json!(true), json!({}), json!({"type": "object"}), json!({"$schema": "x", "title": "T"})] {
        let program = compile(&schema);
        assert_eq!(program.nodes[0].kinds, OBJECT, "{schema}");
        assert_eq!(program.objects[0].rest, OtherNames::Map(FREE), "{schema}");
    }
}

#[test]
fn ranges_of_users_are_not_serdes() {
    let schema = json!({"type": "object", "properties": {
        "a": {"type": "integer", "format": "int32", "minimum": 10, "maximum": 20},
        "b": {"type": "string", "minLength": 5, "pattern": "^x"}
    }});
    fn never(_: &[u8]) -> Result<(), LeafError> {
        Ok(())
    }
    let leaves = vec![("a".to_owned(), never as LeafCheck), ("b".to_owned(), never as LeafCheck)];
    let program = Program::compile(&schema, &ProgramOptions { leaves, ..ProgramOptions::default() }).unwrap();
    assert_eq!(field(&program, "a").number, NumberRange::Integer { below: 1 << 31, above: (1 << 31) - 1 });
    assert!(program.leaves.is_empty());
}
