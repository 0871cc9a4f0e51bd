//! Entry: a response ↔ its bytes in the cache: checksum, status, headers, and the compressed body.
//!
//! In: a success. Out: bytes; and the success again, or why the bytes are damaged.
//! `Set-Cookie` is left out, because it may contain a session.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::http::Response;

/// Length of the checksum (CRC-32) at the start.
const CHECKSUM_BYTES: usize = 4;
/// Headers that may contain a credential.
const SECRET: [&str; 2] = ["set-cookie", "set-cookie2"];

/// The bytes of a response. `None` if its length does not fit into 32 bits.
pub(super) fn encoded(response: &Response) -> Option<Vec<u8>> {
    let mut head = Vec::new();
    for (name, value) in &response.headers {
        if !SECRET.contains(&name.as_str()) {
            put(&mut head, name.as_str().as_bytes())?;
            put(&mut head, value.as_bytes())?;
        }
    }
    let mut out = vec![0; CHECKSUM_BYTES];
    out.extend(response.status.to_le_bytes());
    put(&mut out, &head)?;
    put(&mut out, &[])?;
    let body_bytes = u32::try_from(response.body.len()).ok()?;
    let at = out.len() - size_of::<u32>();
    out[at..].copy_from_slice(&body_bytes.to_le_bytes());
    let start = out.len();
    out.resize(start + lz4_flex::block::get_maximum_output_size(response.body.len()), 0);
    let written = lz4_flex::block::compress_into(&response.body, &mut out[start..]).ok()?;
    out.truncate(start + written);
    let checksum = checksum(&out[CHECKSUM_BYTES..]);
    out[..CHECKSUM_BYTES].copy_from_slice(&checksum.to_le_bytes());
    u32::try_from(out.len()).ok()?;
    Some(out)
}

/// The response of these bytes.
pub(super) fn decoded(bytes: &[u8]) -> Option<Response> {
    let (sum, mut rest) = bytes.split_first_chunk()?;
    if u32::from_le_bytes(*sum) != checksum(rest) {
        return None;
    }
    let (status, after) = rest.split_first_chunk()?;
    let status = StatusCode::from_u16(u16::from_le_bytes(*status)).ok()?.as_u16();
    rest = after;
    let mut head = take(&mut rest)?;
    let mut headers = HeaderMap::new();
    while !head.is_empty() {
        let name = HeaderName::from_bytes(take(&mut head)?).ok()?;
        headers.append(name, HeaderValue::from_bytes(take(&mut head)?).ok()?);
    }
    let (body_bytes, rest) = rest.split_first_chunk()?;
    let body = lz4_flex::block::decompress(rest, u32::from_le_bytes(*body_bytes) as usize).ok()?;
    Some(Response { status, headers, body })
}

fn put(out: &mut Vec<u8>, bytes: &[u8]) -> Option<()> {
    out.extend(u32::try_from(bytes.len()).ok()?.to_le_bytes());
    out.extend(bytes);
    Some(())
}

fn take<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk()?;
    let (bytes, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    *rest = after;
    Some(bytes)
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(body: &[u8]) -> Response {
        let mut headers = HeaderMap::new();
        headers.append("link", HeaderValue::from_static("<a>; rel=next"));
        headers.append("link", HeaderValue::from_static("<b>; rel=last"));
        headers.append("x-binary", HeaderValue::from_bytes(b"\xff").unwrap());
        Response { status: 203, headers, body: body.to_vec() }
    }

    #[test]
    fn a_response_comes_back_as_it_was() {
        for body in [b"".to_vec(), b"{}".to_vec(), b"[1]".repeat(100_000), (0..=255).collect()] {
            let response = response(&body);

            let back = decoded(&encoded(&response).unwrap()).unwrap();

            assert_eq!((back.status, back.headers, back.body), (203, response.headers, body));
        }
    }

    #[test]
    fn a_cookie_is_left_out() {
        let mut response = response(b"{}");
        response.headers.insert("set-cookie", HeaderValue::from_static("session=abc"));

        let bytes = encoded(&response).unwrap();

        assert!(!bytes.windows(3).any(|part| part == b"abc"));
        assert_eq!(decoded(&bytes).unwrap().headers.get("set-cookie"), None);
    }

    #[test]
    fn any_changed_or_missing_byte_is_found() {
        let bytes = encoded(&response(b"{\"data\": [1, 2, 3]}")).unwrap();

        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 4;
            assert!(decoded(&changed).is_none(), "byte {at}");
            assert!(decoded(&bytes[..at]).is_none(), "{at} bytes");
        }
    }
}
