//! Draft: names that samples and documents have in common.

use super::arguments::InferArguments;
use super::guess::{pascal_case, singular};
use super::input::Origin;

/// The name of a stream if nothing else has one.
const UNNAMED: &str = "records";

/// The stream's name in the catalog: `--name`, else what the input is called, in lower snake case.
pub(super) fn stream_name(arguments: &InferArguments, origin: &Origin) -> String {
    let given = arguments.name.as_deref().or(origin.name.as_deref()).unwrap_or(UNNAMED);
    let name = snake_case(given);
    if name.starts_with(|first: char| first.is_ascii_lowercase()) { name } else { UNNAMED.to_owned() }
}

/// The name of the record struct.
pub(super) fn type_name(stream: &str) -> String {
    pascal_case(&singular(stream))
}

/// `OrderItems` and `order-items` → `order_items`
pub(super) fn snake_case(name: &str) -> String {
    let mut out = String::new();
    let mut previous = '_';
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && previous.is_ascii_lowercase() {
            out.push('_');
        }
        let plain = if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' };
        if plain != '_' || !out.ends_with('_') {
            out.push(plain);
        }
        previous = letter;
    }
    out.trim_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_in_snake_case_and_its_struct_in_the_singular() {
        for (name, stream, record) in [
            ("customers", "customers", "Customer"),
            ("OrderItems", "order_items", "OrderItem"),
            ("order-items.v2", "order_items_v2", "OrderItemsV2"),
            ("Companies", "companies", "Company"),
        ] {
            assert_eq!(snake_case(name), stream);
            assert_eq!(type_name(stream), record);
        }
    }
}
