//! Certificates: problems with the files of trusted certificates.
//!
//! In: `SSL_CERT_FILE` and `SSL_CERT_DIR`. Out: a text for an error about a certificate. The HTTP client reads the same
//! files, but ignores the files that it cannot read.
//! Not here: the certificate of a server (see `connection_error`).

use std::ffi::OsString;
use std::io::Error;
use std::path::Path;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

/// The files of trusted certificates and their problems; `None` if neither variable is set.
pub(super) fn described() -> Option<String> {
    of(std::env::var_os("SSL_CERT_FILE"), std::env::var_os("SSL_CERT_DIR"))
}

fn of(file: Option<OsString>, directories: Option<OsString>) -> Option<String> {
    let file = file.map(|file| {
        let path = Path::new(&file);
        format!("SSL_CERT_FILE is `{}`{}", path.display(), trouble(path).unwrap_or_default())
    });
    let directories = directories.filter(|directories| !directories.is_empty()).map(|directories| {
        let each = std::env::split_paths(&directories).filter(|path| !path.as_os_str().is_empty());
        let each = each.map(|path| format!("`{}`{}", path.display(), trouble_of_directory(&path).unwrap_or_default()));
        format!("SSL_CERT_DIR is {}", each.collect::<Vec<_>>().join(", "))
    });
    let both: Vec<String> = file.into_iter().chain(directories).collect();
    (!both.is_empty()).then(|| both.join("; "))
}

/// The problem of a file, as in `, which does not exist`.
fn trouble(path: &Path) -> Option<String> {
    if path.is_dir() {
        return Some(", which is a directory and not a file".to_owned());
    }
    match std::fs::read(path) {
        Err(error) => Some(unreadable(&error)),
        Ok(bytes) if bytes.trim_ascii().is_empty() => Some(", which is empty".to_owned()),
        Ok(bytes) => match certificates(&bytes) {
            0 => Some(", which does not contain a certificate in PEM (`-----BEGIN CERTIFICATE-----`)".to_owned()),
            _ => None,
        },
    }
}

fn trouble_of_directory(path: &Path) -> Option<String> {
    let entries = match std::fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) => return Some(unreadable(&error)),
    };
    let mut files = entries.filter_map(|entry| std::fs::read(entry.ok()?.path()).ok());
    let has_any = files.any(|bytes| certificates(&bytes) > 0);
    (!has_any).then(|| ", which does not contain a file with a certificate in PEM".to_owned())
}

fn unreadable(error: &Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => ", which does not exist".to_owned(),
        _ => format!(", which cannot be read: {error}"),
    }
}

fn certificates(bytes: &[u8]) -> usize {
    CertificateDer::pem_slice_iter(bytes).filter(Result::is_ok).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_the_file_of_trusted_certificates_is_said() {
        let directory = std::env::temp_dir().join(format!("cdk-certificates-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let file = |name: &str, content: &str| {
            std::fs::write(directory.join(name), content).unwrap();
            directory.join(name)
        };
        let said = |path: &Path| of(Some(path.into()), None).unwrap();

        assert_eq!(of(None, None), None);
        assert!(said(&directory.join("none")).ends_with("/none`, which does not exist"));
        assert!(said(&file("empty", " \n")).ends_with("/empty`, which is empty"));
        assert!(
            said(&file("key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"))
                .contains("does not contain a certificate")
        );
        assert!(said(&directory).contains("is a directory"));
        let good = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        std::fs::remove_file(directory.join("key")).unwrap();
        assert!(
            of(None, Some(directory.clone().into()))
                .unwrap()
                .ends_with("which does not contain a file with a certificate in PEM")
        );
        assert!(said(&file("good", good)).ends_with("/good`"));
        assert!(of(None, Some(directory.clone().into())).unwrap().ends_with('`'));
        std::fs::remove_dir_all(directory).unwrap();
    }
}
