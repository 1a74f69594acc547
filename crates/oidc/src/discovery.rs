//! What a provider says of itself (OpenID Connect Discovery; RFC 8414): only what works here.

use serde::Serialize;
use url::Url;

use crate::client::{AuthMethod, DeliveryMode, GrantType, SubjectType};
use crate::jose::{Algorithm, ContentEncryption, KeyManagement};
use crate::person::{Claim, Level, SCOPES};
use crate::verified::{Document as Evidence, EVIDENCE, Method, TRUST_FRAMEWORK};

/// Where things are, below the issuer's address.
pub const JWKS: &str = "/oauth/jwks";
/// The token endpoint.
pub const TOKEN: &str = "/oauth/token";
/// Introspection.
pub const INTROSPECTION: &str = "/oauth/introspect";
/// Where a client registers itself.
pub const REGISTRATION: &str = "/oauth/register";
/// Revocation.
pub const REVOCATION: &str = "/oauth/revoke";
/// Where clients push requests.
pub const PUSH: &str = "/oauth/par";
/// Where clients ask people on their devices.
pub const BACKCHANNEL: &str = "/oauth/bc-authorize";
/// Where devices ask that cannot show a page.
pub const DEVICE: &str = "/oauth/device_authorization";
/// Where people type such a device's code; a page.
pub const DEVICE_PAGE: &str = "/device";
/// Who a person is.
pub const USERINFO: &str = "/oauth/userinfo";
/// Where people are asked; a page, so that it is not among the endpoints that no cookie opens.
pub const AUTHORIZATION: &str = "/authorize";
/// Where people sign out; a page as well.
pub const END_SESSION: &str = "/sign-out";

/// How clients may prove themselves at every endpoint that asks them to.
pub const METHODS: [AuthMethod; 3] = [
    AuthMethod::ClientSecretBasic,
    AuthMethod::ClientSecretPost,
    AuthMethod::PrivateKeyJwt,
];
/// What clients may get tokens for, people aside.
pub const GRANTS: [GrantType; 1] = [GrantType::ClientCredentials];
/// What clients may get tokens for where people sign in.
pub const PEOPLES_GRANTS: [GrantType; 4] = [
    GrantType::AuthorizationCode,
    GrantType::RefreshToken,
    GrantType::Ciba,
    GrantType::DeviceCode,
];

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
    registration_endpoint: String,
    response_types_supported: Vec<&'static str>,
    grant_types_supported: Vec<GrantType>,
    token_endpoint_auth_methods_supported: Vec<AuthMethod>,
    token_endpoint_auth_signing_alg_values_supported: Vec<Algorithm>,
    introspection_endpoint_auth_methods_supported: Vec<AuthMethod>,
    introspection_endpoint_auth_signing_alg_values_supported: Vec<Algorithm>,
    revocation_endpoint_auth_methods_supported: Vec<AuthMethod>,
    revocation_endpoint_auth_signing_alg_values_supported: Vec<Algorithm>,
    dpop_signing_alg_values_supported: Vec<Algorithm>,
    #[serde(flatten)]
    people: Option<People>,
}

/// What there is where people sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct People {
    authorization_endpoint: String,
    pushed_authorization_request_endpoint: String,
    userinfo_endpoint: String,
    device_authorization_endpoint: String,
    backchannel_authentication_endpoint: String,
    backchannel_token_delivery_modes_supported: Vec<&'static str>,
    backchannel_user_code_parameter_supported: bool,
    end_session_endpoint: String,
    backchannel_logout_supported: bool,
    backchannel_logout_session_supported: bool,
    response_modes_supported: [&'static str; 1],
    code_challenge_methods_supported: [&'static str; 1],
    subject_types_supported: Vec<SubjectType>,
    id_token_signing_alg_values_supported: [Algorithm; 1],
    id_token_encryption_alg_values_supported: [KeyManagement; 1],
    id_token_encryption_enc_values_supported: [ContentEncryption; 2],
    userinfo_signing_alg_values_supported: [Algorithm; 1],
    userinfo_encryption_alg_values_supported: [KeyManagement; 1],
    userinfo_encryption_enc_values_supported: [ContentEncryption; 2],
    scopes_supported: Vec<&'static str>,
    claims_supported: Vec<&'static str>,
    acr_values_supported: Vec<&'static str>,
    prompt_values_supported: [&'static str; 4],
    claims_parameter_supported: bool,
    verified_claims_supported: bool,
    trust_frameworks_supported: [&'static str; 1],
    claims_in_verified_claims_supported: Vec<&'static str>,
    evidence_supported: [&'static str; 1],
    documents_supported: Vec<&'static str>,
    documents_check_methods_supported: Vec<&'static str>,
    request_parameter_supported: bool,
    request_uri_parameter_supported: bool,
    authorization_response_iss_parameter_supported: bool,
}

impl People {
    fn new(issuer: &str) -> Self {
        let at = |path: &str| format!("{issuer}{path}");
        let mut claims = vec!["sub", "iss", "auth_time", "acr", "amr"];
        claims.extend(Claim::ALL.map(Claim::as_str));
        Self {
            authorization_endpoint: at(AUTHORIZATION),
            pushed_authorization_request_endpoint: at(PUSH),
            userinfo_endpoint: at(USERINFO),
            device_authorization_endpoint: at(DEVICE),
            backchannel_authentication_endpoint: at(BACKCHANNEL),
            backchannel_token_delivery_modes_supported: DeliveryMode::ALL
                .into_iter()
                .map(DeliveryMode::as_str)
                .collect(),
            backchannel_user_code_parameter_supported: false,
            end_session_endpoint: at(END_SESSION),
            backchannel_logout_supported: true,
            backchannel_logout_session_supported: true,
            response_modes_supported: ["query"],
            code_challenge_methods_supported: ["S256"],
            subject_types_supported: SubjectType::ALL.to_vec(),
            id_token_signing_alg_values_supported: [Algorithm::Es256],
            id_token_encryption_alg_values_supported: KeyManagement::ALL,
            id_token_encryption_enc_values_supported: ContentEncryption::ALL,
            userinfo_signing_alg_values_supported: [Algorithm::Es256],
            userinfo_encryption_alg_values_supported: KeyManagement::ALL,
            userinfo_encryption_enc_values_supported: ContentEncryption::ALL,
            scopes_supported: SCOPES.to_vec(),
            claims_supported: claims,
            acr_values_supported: Level::ALL.map(Level::as_str).to_vec(),
            prompt_values_supported: ["none", "login", "consent", "select_account"],
            claims_parameter_supported: true,
            verified_claims_supported: true,
            trust_frameworks_supported: [TRUST_FRAMEWORK],
            claims_in_verified_claims_supported: Claim::verifiable().map(Claim::as_str).collect(),
            evidence_supported: [EVIDENCE],
            documents_supported: Evidence::ALL.map(Evidence::as_str).to_vec(),
            documents_check_methods_supported: Method::ALL.map(Method::as_str).to_vec(),
            request_parameter_supported: false,
            request_uri_parameter_supported: false,
            authorization_response_iss_parameter_supported: true,
        }
    }
}

impl Document {
    /// The document of an issuer, where people sign in or not.
    pub fn new(issuer: &str, people: bool) -> Self {
        let at = |path: &str| format!("{issuer}{path}");
        let methods = METHODS.to_vec();
        let algorithms = Algorithm::ALL.to_vec();
        let mut grants = GRANTS.to_vec();
        let mut nameable = methods.clone();
        if people {
            grants.extend(PEOPLES_GRANTS);
            nameable.push(AuthMethod::None);
        }
        Self {
            issuer: issuer.to_owned(),
            token_endpoint: at(TOKEN),
            jwks_uri: at(JWKS),
            introspection_endpoint: at(INTROSPECTION),
            revocation_endpoint: at(REVOCATION),
            registration_endpoint: at(REGISTRATION),
            response_types_supported: if people { vec!["code"] } else { Vec::new() },
            grant_types_supported: grants,
            token_endpoint_auth_methods_supported: nameable.clone(),
            token_endpoint_auth_signing_alg_values_supported: algorithms.clone(),
            introspection_endpoint_auth_methods_supported: methods,
            introspection_endpoint_auth_signing_alg_values_supported: algorithms.clone(),
            revocation_endpoint_auth_methods_supported: nameable,
            revocation_endpoint_auth_signing_alg_values_supported: algorithms.clone(),
            dpop_signing_alg_values_supported: algorithms,
            people: people.then(|| People::new(issuer)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_address_is_below_the_issuer() {
        let issuer = issuer(&Url::parse("https://id.example.org").unwrap());
        assert_eq!(issuer, "https://id.example.org");
        let document = serde_json::to_value(Document::new(&issuer, false)).unwrap();
        assert_eq!(
            document["token_endpoint"],
            "https://id.example.org/oauth/token"
        );
        assert_eq!(
            document["grant_types_supported"],
            json!(["client_credentials"])
        );
        assert!(document.get("authorization_endpoint").is_none());
    }

    #[test]
    fn where_people_sign_in_it_says_so() {
        let document = serde_json::to_value(Document::new("https://id.example.org", true)).unwrap();
        assert_eq!(
            document["authorization_endpoint"],
            "https://id.example.org/authorize"
        );
        assert_eq!(document["response_types_supported"], json!(["code"]));
        assert_eq!(
            document["subject_types_supported"],
            json!(["pairwise", "public"])
        );
        assert_eq!(document["claims_supported"][5], "email");
        assert_eq!(document["backchannel_logout_supported"], true);
        assert_eq!(document["verified_claims_supported"], true);
        assert_eq!(document["claims_in_verified_claims_supported"][0], "name");
        assert_eq!(document["documents_supported"][1], "idcard");
    }
}
