use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{self, KeyPair, UnparsedPublicKey};
use serde_json::json;

use super::*;

fn parts(algorithm: &str, key: &str) -> JwtParts {
    let claims = json!({"iss": "app"}).as_object().cloned().unwrap();
    let (algorithm, key, life) = (algorithm.to_owned(), key.into(), Duration::from_secs(60));
    JwtParts { algorithm, key, is_base64: false, header: Map::new(), claims, life }
}

fn pem(der: &[u8]) -> String {
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der))
}

/// The signed text and its signature.
fn signed(jwt: &Jwt) -> (String, Vec<u8>) {
    let token = jwt.signed("2026-01-01T00:00:00Z".parse().unwrap()).unwrap();
    let (text, signature) = token.expose().rsplit_once('.').unwrap();
    (text.to_owned(), URL_SAFE_NO_PAD.decode(signature).unwrap())
}

#[test]
fn a_known_token_is_made_of_its_parts() {
    // The example of jwt.io, with its claims.
    let mut parts = parts("HS256", "your-256-bit-secret");
    parts.claims = json!({"iat": 1516239022, "exp": 1516239023, "sub": "1234567890"}).as_object().cloned().unwrap();
    let token = Jwt::new(parts).unwrap().signed(Timestamp::UNIX_EPOCH).unwrap();

    let (text, signature) = token.expose().rsplit_once('.').unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA256, b"your-256-bit-secret");
    assert!(text.starts_with("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."), "{text}");
    hmac::verify(&key, text.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
}

#[test]
fn elliptic_keys_sign_as_jose_has_it() {
    let random = SystemRandom::new();
    for (algorithm, signing, verifying, size) in [
        ("ES256", &signature::ECDSA_P256_SHA256_FIXED_SIGNING, &signature::ECDSA_P256_SHA256_FIXED, 64),
        ("ES384", &signature::ECDSA_P384_SHA384_FIXED_SIGNING, &signature::ECDSA_P384_SHA384_FIXED, 96),
    ] {
        let der = signature::EcdsaKeyPair::generate_pkcs8(signing, &random).unwrap();
        let public = signature::EcdsaKeyPair::from_pkcs8(signing, der.as_ref(), &random).unwrap();
        let jwt = Jwt::new(parts(algorithm, &pem(der.as_ref()))).unwrap();
        // About one number in 256 begins with a zero byte.
        for _ in 0..300 {
            let (text, signature) = signed(&jwt);
            assert_eq!(signature.len(), size);
            UnparsedPublicKey::new(verifying, public.public_key().as_ref())
                .verify(text.as_bytes(), &signature)
                .unwrap();
        }
    }
}

#[test]
fn a_key_of_edwards_signs_also_where_its_line_breaks_were_escaped() {
    let der = signature::Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
    let public = signature::Ed25519KeyPair::from_pkcs8(der.as_ref()).unwrap();
    let jwt = Jwt::new(parts("EdDSA", &pem(der.as_ref()).replace('\n', "\\n"))).unwrap();

    let (text, signature) = signed(&jwt);

    let public = UnparsedPublicKey::new(&signature::ED25519, public.public_key().as_ref());
    public.verify(text.as_bytes(), &signature).unwrap();
}

#[test]
fn a_key_that_does_not_fit_is_the_users_and_is_not_quoted() {
    let der = signature::Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
    for (algorithm, key) in [("RS256", "my-secret"), ("ES256", &*pem(der.as_ref())), ("RS256", &*pem(b"xx"))] {
        let error = Jwt::new(parts(algorithm, key)).err().unwrap();
        assert_eq!(error.failure_type(), crate::error::FailureType::ConfigError);
        assert!(!error.internal_message().contains("my-secret"));
    }
}

#[test]
fn keys_of_service_accounts_sign_by_rsa() {
    // A private key made for this test only.
    let der = STANDARD.decode(include_str!("test_key.txt").replace('\n', "")).unwrap();
    let public = signature::RsaKeyPair::from_pkcs8(&der).unwrap().public_key().as_ref().to_vec();
    for (algorithm, verifying) in [
        ("RS256", &signature::RSA_PKCS1_2048_8192_SHA256),
        ("RS384", &signature::RSA_PKCS1_2048_8192_SHA384),
        ("RS512", &signature::RSA_PKCS1_2048_8192_SHA512),
        ("PS256", &signature::RSA_PSS_2048_8192_SHA256),
        ("PS384", &signature::RSA_PSS_2048_8192_SHA384),
        ("PS512", &signature::RSA_PSS_2048_8192_SHA512),
    ] {
        let (text, signature) = signed(&Jwt::new(parts(algorithm, &pem(&der))).unwrap());

        let verified = UnparsedPublicKey::new(verifying, &public).verify(text.as_bytes(), &signature);
        assert!(verified.is_ok(), "{algorithm}");
    }
}
