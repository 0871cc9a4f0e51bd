//! Name: `source-shop` → the names in the crate.

use crate::failure::Failure;

/// The names of a connector.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ConnectorName {
    /// `source-pet-shop`.
    pub(super) package: String,
    /// `source_pet_shop`.
    pub(super) library: String,
    /// `SourcePetShop`.
    pub(super) source_type: String,
    /// `Pet Shop`.
    pub(super) title: String,
}

impl ConnectorName {
    /// # Errors
    /// If the name is not `source-` and lower-case words with hyphens between.
    pub(super) fn parse(name: &str) -> Result<Self, Failure> {
        let is_word = |word: &str| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        let words: Vec<&str> = name.strip_prefix("source-").map(|rest| rest.split('-').collect()).unwrap_or_default();
        if words.is_empty() || !words.iter().all(|word| is_word(word)) {
            let fixed = suggestion(name);
            return Err(Failure::new(format!(
                "`{name}` is not a connector's name; use `source-`, then lower-case letters and digits with single \
                 hyphens, such as `{fixed}`"
            )));
        }
        let titles: Vec<String> = words.iter().map(|word| capitalized(word)).collect();
        Ok(Self {
            package: name.to_owned(),
            library: name.replace('-', "_"),
            source_type: format!("Source{}", titles.concat()),
            title: titles.join(" "),
        })
    }
}

/// The valid name that is nearest.
fn suggestion(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let words = lower.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.skip_while(|word| *word == "source").collect();
    format!("source-{}", if words.is_empty() { "shop".to_owned() } else { words.join("-") })
}

fn capitalized(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_ascii_uppercase() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_the_crate_follow_from_that_of_the_connector() {
        let name = ConnectorName::parse("source-pet-shop2").unwrap();

        let names = [name.package, name.library, name.source_type, name.title];
        assert_eq!(names, ["source-pet-shop2", "source_pet_shop2", "SourcePetShop2", "Pet Shop2"]);
    }

    #[test]
    fn an_invalid_name_gets_a_valid_one() {
        for (name, fixed) in [
            ("shop", "`source-shop`"),
            ("Source_PetShop", "`source-petshop`"),
            ("source-", "`source-shop`"),
            ("source--a", "`source-a`"),
            ("../evil", "`source-evil`"),
        ] {
            assert!(ConnectorName::parse(name).unwrap_err().to_string().ends_with(fixed), "{name}");
        }
    }
}
