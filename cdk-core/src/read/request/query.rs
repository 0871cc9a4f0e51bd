//! Query: the parameters of a URL.

use url::Url;

use crate::stream::Params;

/// The parameters that the URL holds.
pub(crate) fn params_of(url: &Url) -> Params {
    let mut params = Params::new();
    for (name, value) in url.query_pairs() {
        params.append(&name, value.into_owned());
    }
    params
}

/// Replaces the parameters of the URL.
pub(crate) fn set_params(url: &mut Url, params: &Params) {
    url.set_query(None);
    if params.pairs.iter().any(|(_, values)| !values.is_empty()) {
        let mut query = url.query_pairs_mut();
        for (name, values) in &params.pairs {
            query.extend_pairs(values.iter().map(|value| (name, value)));
        }
    }
}
