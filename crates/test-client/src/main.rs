//! A client made with the crate `openidconnect`, told what to do line by line: one JSON object in, one out.

use std::error::Error;
use std::io::{self, BufRead as _, Write as _};

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreProviderMetadata, CoreTokenResponse,
    CoreUserInfoClaims,
};
use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RefreshToken, Scope, TokenResponse,
};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use url::Url;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;
type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

async fn send(request: HttpRequest) -> io::Result<HttpResponse> {
    exchange(request).await.map_err(io::Error::other)
}

/// Sends a request without TLS, which the server of a test has not.
async fn exchange(request: HttpRequest) -> Result<HttpResponse> {
    let uri = request.uri().clone();
    let authority = uri.authority().ok_or("an address without a host")?.clone();
    let stream = TcpStream::connect(authority.as_str()).await?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let (mut parts, body) = request.into_parts();
    let path = uri.path_and_query().ok_or("an address without a path")?;
    parts.uri = path.as_str().parse()?;
    parts.headers.insert("host", authority.as_str().parse()?);
    let request = hyper::Request::from_parts(parts, Full::new(Bytes::from(body)));
    let (parts, body) = sender.send_request(request).await?.into_parts();
    let body = body.collect().await?.to_bytes().to_vec();
    Ok(HttpResponse::from_parts(parts, body))
}

/// What a sign-in is remembered by until somebody comes back.
struct Begun {
    state: CsrfToken,
    nonce: Nonce,
    verifier: PkceCodeVerifier,
}

struct Program {
    metadata: CoreProviderMetadata,
    client: Option<Client>,
    begun: Option<Begun>,
    tokens: Option<CoreTokenResponse>,
}

impl Program {
    async fn act(&mut self, asked: &Value) -> Result<Value> {
        match text(asked, "do")? {
            "configure" => self.configure(asked),
            "begin" => self.begin(),
            "finish" => self.finish(text(asked, "callback")?).await,
            "userinfo" => self.userinfo().await,
            "refresh" => self.refresh().await,
            "own-token" => self.own_token(text(asked, "scope")?).await,
            other => Err(format!("{other} is not known").into()),
        }
    }

    fn client(&self) -> Result<&Client> {
        self.client.as_ref().ok_or_else(|| "configure first".into())
    }

    fn configure(&mut self, asked: &Value) -> Result<Value> {
        let id = ClientId::new(text(asked, "client_id")?.to_owned());
        let secret = ClientSecret::new(text(asked, "secret")?.to_owned());
        let redirect = RedirectUrl::new(text(asked, "redirect_uri")?.to_owned())?;
        let client = CoreClient::from_provider_metadata(self.metadata.clone(), id, Some(secret));
        self.client = Some(client.set_redirect_uri(redirect));
        Ok(json!({}))
    }

    fn begin(&mut self) -> Result<Value> {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state, nonce) = self
            .client()?
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("email".to_owned()))
            .add_scope(Scope::new("offline_access".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        self.begun = Some(Begun {
            state,
            nonce,
            verifier,
        });
        Ok(json!({"url": url.as_str()}))
    }

    async fn finish(&mut self, callback: &str) -> Result<Value> {
        let begun = self.begun.take().ok_or("begin first")?;
        let callback = Url::parse(callback)?;
        let find = |name: &str| {
            let mut found = callback.query_pairs().filter(|(known, _)| known == name);
            found.next().map(|(_, value)| value.into_owned())
        };
        if find("state").as_ref() != Some(begun.state.secret()) {
            return Err("another state".into());
        }
        let code = AuthorizationCode::new(find("code").ok_or("no code")?);
        let tokens = self
            .client()?
            .exchange_code(code)?
            .set_pkce_verifier(begun.verifier)
            .request_async(&send)
            .await?;
        let claims = self.verified(&tokens, &begun.nonce)?;
        let told = json!({"sub": claims.subject().as_str(), "acr": claims.auth_context_ref().map(|acr| acr.as_str()),
            "email": claims.email().map(|mail| mail.as_str())});
        self.tokens = Some(tokens);
        Ok(told)
    }

    /// What the ID token says, verified, and bound to the access token.
    fn verified(&self, tokens: &CoreTokenResponse, nonce: &Nonce) -> Result<CoreIdTokenClaims> {
        let verifier = self.client()?.id_token_verifier();
        let id_token = tokens.id_token().ok_or("no ID token")?;
        let claims = id_token.claims(&verifier, nonce)?;
        let hash = claims.access_token_hash().ok_or("no at_hash")?;
        let key = id_token.signing_key(&verifier)?;
        let algorithm = id_token.signing_alg()?;
        if *hash != AccessTokenHash::from_token(tokens.access_token(), algorithm, key)? {
            return Err("the ID token is of another access token".into());
        }
        Ok(claims.clone())
    }

    async fn userinfo(&self) -> Result<Value> {
        let tokens = self.tokens.as_ref().ok_or("sign in first")?;
        let request = self
            .client()?
            .user_info(tokens.access_token().clone(), None)?;
        let claims: CoreUserInfoClaims = request.request_async(&send).await?;
        Ok(
            json!({"sub": claims.subject().as_str(), "email": claims.email().map(|mail| mail.as_str()),
            "email_verified": claims.email_verified()}),
        )
    }

    async fn refresh(&mut self) -> Result<Value> {
        let tokens = self.tokens.as_ref().ok_or("sign in first")?;
        let refresh = tokens.refresh_token().ok_or("no refresh token")?;
        let refresh = RefreshToken::new(refresh.secret().clone());
        let client = self.client()?;
        let fresh = client
            .exchange_refresh_token(&refresh)?
            .request_async(&send)
            .await?;
        // What is refreshed has no nonce (OpenID Connect Core, 12.2).
        let id_token = fresh.id_token().ok_or("no ID token")?;
        let none = |_: Option<&Nonce>| Ok(());
        let claims = id_token.claims(&client.id_token_verifier(), none)?;
        let told = json!({"sub": claims.subject().as_str(),
            "renewed": fresh.refresh_token().is_some_and(|new| new.secret() != refresh.secret())});
        self.tokens = Some(fresh);
        Ok(told)
    }

    async fn own_token(&self, scope: &str) -> Result<Value> {
        let tokens = self
            .client()?
            .exchange_client_credentials()?
            .add_scope(Scope::new(scope.to_owned()))
            .request_async(&send)
            .await?;
        let scopes = tokens.scopes().into_iter().flatten();
        Ok(
            json!({"scope": scopes.map(|scope| scope.as_str()).collect::<Vec<_>>(),
            "seconds": tokens.expires_in().map(|time| time.as_secs())}),
        )
    }
}

fn text<'a>(asked: &'a Value, name: &str) -> Result<&'a str> {
    asked[name]
        .as_str()
        .ok_or_else(|| format!("{name} is missing").into())
}

/// An error with what it comes from.
fn whole(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let issuer = std::env::args().nth(1).ok_or("name the issuer")?;
    let mut program = Program {
        metadata: CoreProviderMetadata::discover_async(IssuerUrl::new(issuer)?, &send).await?,
        client: None,
        begun: None,
        tokens: None,
    };
    let mut out = io::stdout();
    for line in io::stdin().lock().lines() {
        let asked: Value = serde_json::from_str(&line?)?;
        let answer = match program.act(&asked).await {
            Ok(right) => json!({"right": right}),
            Err(wrong) => json!({"wrong": whole(&*wrong)}),
        };
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}
