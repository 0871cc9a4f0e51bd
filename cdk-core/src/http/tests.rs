//! Connections that fail: the error messages, with servers of plain bytes and of TLS.
//!
//! The certificates are for 127.0.0.1, from 2020 to 2120. A test that needs an environment variable runs itself again
//! in a new process with that variable.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::{AttemptInfo, HttpTransport, Limits, Outgoing, Request, Requester, Transport, TransportError};

/// The private key of both certificates, not used anywhere else.
const KEY: &str = "\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg3rxJBq80dF0ZmLFx
cqNx+W7cLzufjxdHmFjZD/zPu2GhRANCAASWs+uXfO6hi1P8t1NSxQcocunFLA6W
ue+r4oFA2p/Enuw8f5RveaaT6JRhz6YRca5BxWjD69NzpKGO/g01/9vP
-----END PRIVATE KEY-----
";
/// A CA certificate (`CA:TRUE`).
const OF_A_CA: &str = "\
-----BEGIN CERTIFICATE-----
MIIBWjCCAQCgAwIBAgIBATAKBggqhkjOPQQDAjATMREwDwYDVQQDDAhjZGsgdGVz
dDAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowEzERMA8GA1UEAwwI
Y2RrIHRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASWs+uXfO6hi1P8t1NS
xQcocunFLA6Wue+r4oFA2p/Enuw8f5RveaaT6JRhz6YRca5BxWjD69NzpKGO/g01
/9vPo0MwQTAPBgNVHRMBAf8EBTADAQH/MA8GA1UdEQQIMAaHBH8AAAEwHQYDVR0O
BBYEFC6i2/7Qhz+ddguAv9c+/DNtxD6eMAoGCCqGSM49BAMCA0gAMEUCIQDP/PR5
AtzUrofXh2UMvcnaU5CbthLtpw2kx6UrauThXQIgHvtmdU0QxwRGwwdRoSGQqIkH
mDB85Adih5UXKP31R5Q=
-----END CERTIFICATE-----
";
/// A server certificate (`CA:FALSE`).
const OF_A_SERVER: &str = "\
-----BEGIN CERTIFICATE-----
MIIBVTCB/aADAgECAgECMAoGCCqGSM49BAMCMBMxETAPBgNVBAMMCGNkayB0ZXN0
MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjATMREwDwYDVQQDDAhj
ZGsgdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJaz65d87qGLU/y3U1LF
Byhy6cUsDpa576vigUDan8Se7Dx/lG95ppPolGHPphFxrkHFaMPr03OkoY7+DTX/
28+jQDA+MAwGA1UdEwEB/wQCMAAwDwYDVR0RBAgwBocEfwAAATAdBgNVHQ4EFgQU
LqLb/tCHP512C4C/1z78M23EPp4wCgYIKoZIzj0EAwIDRwAwRAIgaJyuINCq3mOe
OnGpAiSynFA7JykMSCrhoG1A4+PjnpICICYTiHhZlLg/tx7tvmquWAO511H0f5Yo
3Xeq4VI+Uph0
-----END CERTIFICATE-----
";

/// The port of a server that handles its one connection with this function.
fn server(treat: impl FnOnce(TcpStream) + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || treat(listener.accept().unwrap().0));
    port
}

/// A server with this certificate, which responds `[]`.
fn tls_server(certificate: &'static str) -> u16 {
    server(move |mut connection| {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider);
        let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
        let chain = vec![CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()];
        let key = PrivateKeyDer::from_pem_slice(KEY.as_bytes()).unwrap();
        let config = config.with_single_cert(chain, key).unwrap();
        let mut tls = rustls::ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = rustls::Stream::new(&mut tls, &mut connection);
        // The client may close the connection.
        if stream.read(&mut [0; 1024]).is_ok() {
            drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"));
            drop(stream.flush());
        }
    })
}

fn sent(url: &str) -> Result<u16, TransportError> {
    let request = Request::get(url).unwrap();
    let transport = HttpTransport::new("test", Limits::default());
    let outgoing = Outgoing {
        request: &request,
        signed: &request,
        identity: None,
        who: "test",
        requester: Requester::Stream,
        attempt: AttemptInfo::default(),
        is_kept: false,
        reservation: None,
        body_stream: None,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(transport.send(&outgoing)).map(|response| response.status)
}

fn failed(url: &str) -> TransportError {
    sent(url).unwrap_err()
}

/// Runs the test with this name again in a process with these variables, and without other network variables.
fn again(name: &str, variables: &[(&str, &str)]) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    for name in
        ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"]
    {
        command.env_remove(name);
    }
    for name in ["SSL_CERT_FILE", "SSL_CERT_DIR"] {
        command.env_remove(name);
    }
    command.args(["--exact", &format!("http::tests::{name}"), "--nocapture"]);
    let output = command.envs(variables.iter().copied()).env(AGAIN, "1").output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && said.contains("1 passed"), "{variables:?}: {said}");
}

/// Set in the process that runs a test again.
const AGAIN: &str = "CDK_TEST_RUNS_AGAIN";

fn is_again() -> bool {
    std::env::var_os(AGAIN).is_some()
}

#[test]
fn a_refused_connection_and_an_unknown_host_are_named() {
    if !is_again() {
        return again("a_refused_connection_and_an_unknown_host_are_named", &[]);
    }
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let refused = failed(&format!("http://user:pw@127.0.0.1:{port}/x?key=secret"));
    assert!(
        refused.message.starts_with(&format!("connection failed: 127.0.0.1:{port}: Connection refused")),
        "{refused:?}"
    );
    assert!(refused.may_pass);

    let unknown = failed("http://no-such-host.invalid/x");
    assert!(unknown.message.starts_with("connection failed: no-such-host.invalid: "), "{unknown:?}");
    assert!(unknown.message.ends_with("; unknown host name: check its spelling"), "{unknown:?}");
}

#[test]
fn the_proxy_of_a_failed_connection_is_named() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let proxy = format!("http://user:pw@127.0.0.1:{port}");
    if !is_again() {
        return again(
            "the_proxy_of_a_failed_connection_is_named",
            &[("ALL_PROXY", &proxy), ("PROXY_PORT", &port.to_string())],
        );
    }
    let port = std::env::var("PROXY_PORT").unwrap();
    for (url, host) in [("http://api.invalid/x", "api.invalid"), ("https://api.invalid:8443/x", "api.invalid:8443")] {
        let error = failed(url).message;
        assert!(
            error.starts_with(&format!("connection failed: {host} through the proxy 127.0.0.1:{port}: ")),
            "{error}"
        );
        assert!(!error.contains("pw"), "{error}");
    }
}

#[test]
fn a_server_without_tls_is_called_so() {
    let plain = server(|mut connection| {
        drop(connection.read(&mut [0; 1024]));
        drop(connection.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
    });
    let error = failed(&format!("https://127.0.0.1:{plain}/x"));
    assert!(
        error.message.starts_with(&format!("TLS handshake failed: 127.0.0.1:{plain}: not a TLS server (")),
        "{error:?}"
    );
    assert!(!error.may_pass);

    let closing = server(|mut connection| drop(connection.read(&mut [0; 1024])));
    let error = failed(&format!("https://127.0.0.1:{closing}/x")).message;
    assert!(error.ends_with("; the server may not support TLS on this port"), "{error}");

    let error = failed(&format!("http://127.0.0.1:{}/x", tls_server(OF_A_SERVER))).message;
    assert!(error.contains("127.0.0.1:"), "{error}");
}

#[test]
fn a_ca_certificate_of_a_server_is_called_so() {
    let file = certificate_file("ca", OF_A_CA);
    if !is_again() {
        return again("a_ca_certificate_of_a_server_is_called_so", &[("SSL_CERT_FILE", &file)]);
    }
    let error = failed(&format!("https://127.0.0.1:{}/x", tls_server(OF_A_CA)));
    let file = std::env::var("SSL_CERT_FILE").unwrap();
    assert!(error.message.contains("it is a CA certificate, which a server must not use as its own"), "{error:?}");
    assert!(error.message.ends_with(&format!("SSL_CERT_FILE is `{file}`")), "{error:?}");
    assert!(!error.may_pass);
}

#[test]
fn a_trusted_certificate_is_accepted() {
    let file = certificate_file("server", OF_A_SERVER);
    if !is_again() {
        return again("a_trusted_certificate_is_accepted", &[("SSL_CERT_FILE", &file)]);
    }
    assert_eq!(sent(&format!("https://127.0.0.1:{}/x", tls_server(OF_A_SERVER))).unwrap(), 200);
}

#[test]
fn what_is_wrong_with_the_files_of_certificates_is_said_with_the_file() {
    let name = "what_is_wrong_with_the_files_of_certificates_is_said_with_the_file";
    if !is_again() {
        let (empty, key) = (certificate_file("empty", "\n"), certificate_file("key", KEY));
        again(
            name,
            &[("SSL_CERT_FILE", "/no/such.pem"), ("SAID", "SSL_CERT_FILE is `/no/such.pem`, which does not exist")],
        );
        again(name, &[("SSL_CERT_FILE", &empty), ("SAID", &format!("SSL_CERT_FILE is `{empty}`, which is empty"))]);
        again(
            name,
            &[
                ("SSL_CERT_FILE", &key),
                ("SAID", &format!("SSL_CERT_FILE is `{key}`, which does not contain a certificate")),
            ],
        );
        again(name, &[("SSL_CERT_DIR", "/no/such"), ("SAID", "SSL_CERT_DIR is `/no/such`, which does not exist")]);
        return;
    }
    let error = failed(&format!("https://127.0.0.1:{}/x", tls_server(OF_A_SERVER)));
    assert!(error.message.starts_with("the server's certificate is not trusted: 127.0.0.1:"), "{error:?}");
    assert!(error.message.contains(&std::env::var("SAID").unwrap()), "{error:?}");
    // Plain HTTP does not need any of them.
    let plain = server(|mut connection| {
        drop(connection.read(&mut [0; 1024]));
        drop(connection.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"));
    });
    assert_eq!(sent(&format!("http://127.0.0.1:{plain}/x")).unwrap(), 200);
}

/// A file that stays until the next test run, because the second process reads it.
fn certificate_file(name: &str, content: &str) -> String {
    let path = std::env::temp_dir().join(format!("cdk-test-{name}.pem"));
    if !is_again() {
        std::fs::write(&path, content).unwrap();
    }
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_url_that_is_too_long_names_the_parameter_that_is() {
    let (ids, filter) = ("1".repeat(40_000), "x".repeat(30_000));
    for (url, part) in [
        (format!("http://127.0.0.1:1/x?filter={filter}&ids={ids}&limit=1"), "parameter `ids`"),
        (format!("http://127.0.0.1:1/x?ids={filter}&filter={ids}&ids={filter}"), "parameter `ids`"),
        (format!("http://127.0.0.1:1/{ids}?filter={filter}"), "its path"),
    ] {
        let error = failed(&url);
        assert!(error.message.contains(&format!("at most 65534 are allowed; {part} takes ")), "{error:?}");
        assert!(!error.may_pass && error.message.len() < 300);
    }
}
