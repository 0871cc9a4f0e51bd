//! AWS Signature Version 4.
//!
//! In: the request as it is sent, keys, region and service. Out: the headers `Authorization`, `X-Amz-Date` and
//! `X-Amz-Content-Sha256`; with temporary keys also `X-Amz-Security-Token`.
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.

use std::fmt::Write as _;

use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode, utf8_percent_encode};
use ring::digest::{SHA256, digest};
use ring::hmac;

use super::{Credentials, LocalFuture, Sender, Signer};
use crate::error::Result;
use crate::http::{Identity, Request};
use crate::secret::Secret;

/// Characters that are percent-encoded: all except letters, digits and `-._~`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const ALGORITHM: &str = "AWS4-HMAC-SHA256";

pub(crate) struct AwsSigv4Signer {
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: Secret,
    pub(crate) session_token: Option<Secret>,
    pub(crate) region: String,
    pub(crate) service: String,
}

impl AwsSigv4Signer {
    fn signed(&self, request: &Request, now: Timestamp) -> Credentials {
        let time = now.strftime("%Y%m%dT%H%M%SZ").to_string();
        let day = &time[..8];
        let hash = hex(digest(&SHA256, request.body.as_deref().unwrap_or_default()).as_ref());
        let mut headers = vec![
            ("host".to_owned(), host(request)),
            ("x-amz-content-sha256".to_owned(), hash.clone()),
            ("x-amz-date".to_owned(), time.clone()),
        ];
        let token =
            self.session_token.as_ref().map(|token| ("x-amz-security-token".to_owned(), token.expose().to_owned()));
        headers.extend(token.clone());
        let content_type = request.headers.get("content-type").and_then(|value| value.to_str().ok());
        headers.extend(content_type.map(|value| ("content-type".to_owned(), value.trim().to_owned())));
        headers.sort();
        let names: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
        let names = names.join(";");
        let lines: String = headers.iter().fold(String::new(), |mut lines, (name, value)| {
            let _ = writeln!(lines, "{name}:{value}");
            lines
        });
        let (method, path, query) = (&request.method, self.path(request), query(request));
        let canonical = format!("{method}\n{path}\n{query}\n{lines}\n{names}\n{hash}");
        let scope = format!("{day}/{}/{}/aws4_request", self.region, self.service);
        let canonical = hex(digest(&SHA256, canonical.as_bytes()).as_ref());
        let text = format!("{ALGORITHM}\n{time}\n{scope}\n{canonical}");
        let mut key = format!("AWS4{}", self.secret_access_key.expose()).into_bytes();
        for part in [day, &self.region, &self.service, "aws4_request"] {
            key = mac(&key, part);
        }
        let signature = hex(&mac(&key, &text));
        let id = &self.access_key_id;
        let authorization =
            format!("{ALGORITHM} Credential={id}/{scope}, SignedHeaders={names}, Signature={signature}");
        let mut credentials = Credentials::new().header("Authorization", authorization);
        credentials = credentials.header("x-amz-date", time).header("x-amz-content-sha256", hash);
        token.into_iter().fold(credentials, |credentials, (name, value)| credentials.header(name, value))
    }

    /// The path with each segment encoded. S3 signs the decoded segment, every other service signs the segment as sent.
    fn path(&self, request: &Request) -> String {
        let encoded = |segment: &str| match self.service.as_str() {
            "s3" => percent_encode(&percent_decode_str(segment).collect::<Vec<u8>>(), ENCODED).to_string(),
            _ => utf8_percent_encode(segment, ENCODED).to_string(),
        };
        request.url.path().split('/').map(encoded).collect::<Vec<_>>().join("/")
    }
}

fn host(request: &Request) -> String {
    let host = request.url.host_str().unwrap_or_default();
    request.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// The query parameters, encoded and then sorted.
fn query(request: &Request) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, ENCODED).to_string();
    let mut pairs: Vec<_> = request.url.query_pairs().map(|(name, value)| (encoded(&name), encoded(&value))).collect();
    pairs.sort();
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes()).as_ref().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Signer for AwsSigv4Signer {
    fn credentials<'a>(&'a self, request: &'a Request, sender: &'a dyn Sender) -> LocalFuture<'a, Result<Credentials>> {
        Box::pin(std::future::ready(Ok(self.signed(request, sender.now()))))
    }

    /// Writes a space in the query as `%20`, as it is signed: not every server reads `+` as a space.
    fn spell(&self, request: &mut Request) {
        if let Some(query) = request.url.query().filter(|query| query.contains('+')) {
            let query = query.replace('+', "%20");
            request.url.set_query(Some(&query));
        }
    }

    fn identity(&self) -> Identity {
        Identity::of(&(&self.access_key_id, self.secret_access_key.expose(), &self.region, &self.service))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(service: &str, id: &str, key: &str) -> AwsSigv4Signer {
        AwsSigv4Signer {
            access_key_id: id.to_owned(),
            secret_access_key: key.into(),
            session_token: None,
            region: "us-east-1".to_owned(),
            service: service.to_owned(),
        }
    }

    fn signed(service: &str, request: &Request) -> String {
        let signer = signer(service, "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
        let credentials = signer.signed(request, "2015-08-30T12:36:00Z".parse().unwrap());
        credentials.headers[0].1.clone()
    }

    #[test]
    fn requests_are_signed_as_in_the_published_examples() {
        // "Examples: Signature Calculations", Amazon S3 API Reference.
        let signer = signer("s3", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        for (url, signature) in [
            (
                "https://examplebucket.s3.amazonaws.com/?lifecycle",
                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
            ),
            (
                "https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J",
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
            ),
        ] {
            let credentials = signer.signed(&Request::get(url).unwrap(), "2013-05-24T00:00:00Z".parse().unwrap());

            let expected = format!(
                "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, \
                 SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature={signature}"
            );
            assert_eq!(credentials.headers[0].1, expected, "{url}");
        }
    }

    #[test]
    fn a_path_is_encoded_as_it_is_sent_and_for_s3_as_it_is_meant() {
        for (sent, signed, for_s3) in [
            ("/*/logs-2024/_search", "/%2A/logs-2024/_search", "/%2A/logs-2024/_search"),
            ("/a%3Fb=c%20d", "/a%253Fb%3Dc%2520d", "/a%3Fb%3Dc%20d"),
        ] {
            let request = Request::get(format!("https://example.amazonaws.com{sent}").as_str()).unwrap();

            assert_eq!(
                (signer("es", "", "").path(&request), signer("s3", "", "").path(&request)),
                (signed.to_owned(), for_s3.to_owned())
            );
        }
    }

    #[test]
    fn a_blank_is_sent_as_it_is_signed() {
        let mut request = Request::get("https://example.amazonaws.com/?a=b+c&d=%2B").unwrap();

        signer("s3", "", "").spell(&mut request);

        assert_eq!(request.url.query(), Some("a=b%20c&d=%2B"));
    }

    #[test]
    fn a_key_is_derived_as_in_the_published_example() {
        // "Deriving the signing key", AWS General Reference.
        let mut key = b"AWS4wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_vec();
        for part in ["20150830", "us-east-1", "iam", "aws4_request"] {
            key = mac(&key, part);
        }
        assert_eq!(hex(&key), "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
    }

    #[test]
    fn parameters_in_any_order_and_spelling_are_the_same_request() {
        let one = Request::get("https://example.amazonaws.com/a%20b/?b=2&a=%7E1").unwrap();
        let other = Request::get("https://example.amazonaws.com/a b/?a=~1&b=2").unwrap();

        assert_eq!(signed("service", &one), signed("service", &other));
        assert_ne!(signed("service", &one), signed("s3", &one));
        let header = signed("service", &one);
        let begin = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
                     SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=";
        assert!(header.starts_with(begin), "{header}");
    }
}
