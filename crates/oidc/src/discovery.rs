//! What a provider says of itself (OpenID Connect Discovery; RFC 8414): only what works here.

use serde::Serialize;
use url::Url;

use crate::client::{AuthMethod, GrantType};
use crate::jose::Algorithm;

/// Where things are, below the issuer's address.
pub const JWKS: &str = "/oauth/jwks";
/// The token endpoint.
pub const TOKEN: &str = "/oauth/token";
/// Introspection.
pub const INTROSPECTION: &str = "/oauth/introspect";
/// Revocation.
pub const REVOCATION: &str = "/oauth/revoke";

/// How clients may prove themselves at every endpoint that asks them to.
pub const METHODS: [AuthMethod; 3] = [
    AuthMethod::ClientSecretBasic,
    AuthMethod::ClientSecretPost,
    AuthMethod::PrivateKeyJwt,
];
/// What clients may get tokens for.
pub const GRANTS: [GrantType; 1] = [GrantType::ClientCredentials];

/// The provider's name: its address without a slash at the end.
pub fn issuer(external: &Url) -> String {
    external.as_str().trim_end_matches('/').to_owned()
}

/// The document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Document {
    issuer: String,
    token_endpoint: String,
    jwks_uri: String,
    introspection_endpoint: String,
    revocation_endpoint: String,
    response_types_supported: Vec<&'static str>,
    grant_types_supported: Vec<GrantType>,
    token_endpoint_auth_methods_supported: Vec<AuthMethod>,
    token_endpoint_auth_signing_alg_values_supported: Vec<Algorithm>,
    introspection_endpoint_auth_methods_supported: Vec<AuthMethod>,
    introspection_endpoint_auth_signing_alg_values_supported: Vec<Algorithm>,
    revocation_endpoint_auth_methods_supported: Vec<AuthMethod>,
    revocation_endpoint_auth_signing_alg_values_supported: Vec<Algorithm>,
    dpop_signing_alg_values_supported: Vec<Algorithm>,
}

impl Document {
    /// The document of an issuer.
    pub fn new(issuer: &str) -> Self {
        let at = |path: &str| format!("{issuer}{path}");
        let methods = METHODS.to_vec();
        let algorithms = Algorithm::ALL.to_vec();
        Self {
            issuer: issuer.to_owned(),
            token_endpoint: at(TOKEN),
            jwks_uri: at(JWKS),
            introspection_endpoint: at(INTROSPECTION),
            revocation_endpoint: at(REVOCATION),
            response_types_supported: Vec::new(),
            grant_types_supported: GRANTS.to_vec(),
            token_endpoint_auth_methods_supported: methods.clone(),
            token_endpoint_auth_signing_alg_values_supported: algorithms.clone(),
            introspection_endpoint_auth_methods_supported: methods.clone(),
            introspection_endpoint_auth_signing_alg_values_supported: algorithms.clone(),
            revocation_endpoint_auth_methods_supported: methods,
            revocation_endpoint_auth_signing_alg_values_supported: algorithms.clone(),
            dpop_signing_alg_values_supported: algorithms,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_below_the_issuer() {
        let issuer = issuer(&Url::parse("https://id.example.org").unwrap());
        assert_eq!(issuer, "https://id.example.org");
        let document = serde_json::to_value(Document::new(&issuer)).unwrap();
        assert_eq!(
            document["token_endpoint"],
            "https://id.example.org/oauth/token"
        );
        assert_eq!(
            document["grant_types_supported"],
            serde_json::json!(["client_credentials"])
        );
        assert!(document.get("authorization_endpoint").is_none());
    }
}
