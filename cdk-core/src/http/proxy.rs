//! Proxy: the proxy of a request, by environment variables.
//!
//! In: a URL. Out: host and port of the proxy. The HTTP client reads the same variables by the same rules, but does not
//! name the proxy in its errors.
//! Not here: the connection through the proxy (see `transport`).

use std::net::IpAddr;

use url::Url;

/// Host and port of the proxy for this URL, if one is set. Never contains user and password.
pub(super) fn proxy_for(url: &Url) -> Option<String> {
    proxy(url, |name| std::env::var(name).ok())
}

fn proxy(url: &Url, variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    let first = |names: [&str; 2]| names.into_iter().find_map(|name| variable(name).filter(|text| !text.is_empty()));
    let all = || first(["ALL_PROXY", "all_proxy"]);
    let text = match url.scheme() {
        // A web server passes the `Proxy` header of a client to CGI programs in this variable.
        "http" if variable("REQUEST_METHOD").is_some() => all()?,
        "http" => first(["HTTP_PROXY", "http_proxy"]).or_else(all)?,
        _ => first(["HTTPS_PROXY", "https_proxy"]).or_else(all)?,
    };
    let host = url.host_str()?.trim_start_matches('[').trim_end_matches(']');
    if first(["NO_PROXY", "no_proxy"]).is_some_and(|list| list.split(',').any(|entry| is_exempt(host, entry.trim()))) {
        return None;
    }
    let text = if text.contains("://") { text } else { format!("http://{text}") };
    let proxy = Url::parse(&text).ok()?;
    let port = proxy.port_or_known_default().map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{}{port}", proxy.host_str()?))
}

/// Whether an entry of `NO_PROXY` matches this host: `*`, an address, a subnet (`10.0.0.0/8`), or a domain with its
/// subdomains.
fn is_exempt(host: &str, entry: &str) -> bool {
    if let Ok(address) = host.parse::<IpAddr>() {
        return match entry.split_once('/') {
            Some((net, bits)) => net.parse().ok().zip(bits.parse().ok()).is_some_and(|net| is_within(address, net)),
            None => entry.parse() == Ok(address),
        };
    }
    let (host, domain) = (host.to_ascii_lowercase(), entry.trim_start_matches('.').to_ascii_lowercase());
    let before = host.strip_suffix(&domain);
    entry == "*" || !domain.is_empty() && before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

fn is_within(address: IpAddr, (net, bits): (IpAddr, u32)) -> bool {
    let as_bits = |address: IpAddr| match address {
        IpAddr::V4(address) => u128::from(u32::from(address)) << 96,
        IpAddr::V6(address) => u128::from(address),
    };
    let all = if address.is_ipv4() { 32 } else { 128 };
    let differs = as_bits(address) ^ as_bits(net);
    address.is_ipv4() == net.is_ipv4() && bits <= all && differs.leading_zeros() >= bits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(url: &str, variables: &[(&str, &str)]) -> Option<String> {
        proxy(&Url::parse(url).unwrap(), |name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned())
        })
    }

    #[test]
    fn the_proxy_is_named_without_its_password() {
        let variables = [("HTTPS_PROXY", "http://user:pw@proxy.test:3128/x"), ("all_proxy", "other.test:81")];

        assert_eq!(found("https://api.test/x", &variables).as_deref(), Some("proxy.test:3128"));
        assert_eq!(found("http://api.test/x", &variables).as_deref(), Some("other.test:81"));
        assert_eq!(found("http://api.test/x", &[]), None);
        let in_cgi = [("HTTP_PROXY", "http://evil.test"), ("REQUEST_METHOD", "GET")];
        assert_eq!(found("http://api.test/x", &in_cgi), None);
    }

    #[test]
    fn exempt_hosts_have_no_proxy() {
        for (url, exempt, is_exempt) in [
            ("http://api.test", "other.test, api.test", true),
            ("http://a.api.test", ".api.test", true),
            ("http://api.test", "*", true),
            ("http://myapi.test", "api.test", false),
            ("http://10.1.2.3", "10.0.0.0/8", true),
            ("http://11.1.2.3", "10.0.0.0/8", false),
            ("http://127.0.0.1:8", "127.0.0.1", true),
            ("http://[::1]:8", "::1", true),
        ] {
            let proxy = found(url, &[("http_proxy", "p.test"), ("NO_PROXY", exempt)]);
            assert_eq!(proxy.is_none(), is_exempt, "{url} {exempt}");
        }
    }
}
