"""A client of Authlib, told what to do line by line: one JSON object in, one out."""

import json
import os
import sys
import time

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # The server of a test is on this machine, without TLS.

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata, get_well_known_url
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import OpenIDProviderMetadata
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


class ProviderMetadata(OpenIDProviderMetadata):
    """Discovery 1.0 wants RS256, which this provider does not sign with (FAPI 2.0, 5.4.1 allows ES256 in its place)."""

    def validate_id_token_signing_alg_values_supported(self):
        if not self.get("id_token_signing_alg_values_supported"):
            raise ValueError("id_token_signing_alg_values_supported is missing")


class ShortLived(PrivateKeyJWT):
    """Authlib's assertions live an hour, which is longer than the provider takes; each with a name of its own."""

    def sign(self, auth, token_endpoint):
        self.claims = {"exp": int(time.time()) + 60}
        return super().sign(auth, token_endpoint)


class Client:
    """One client of the provider, as its operator would write it."""

    def __init__(self, issuer):
        self.issuer = issuer
        self.metadata = {}

    def discover(self):
        for suffix, kind in [("openid-configuration", ProviderMetadata), ("oauth-authorization-server", AuthorizationServerMetadata)]:
            found = requests.get(get_well_known_url(self.issuer, external=True, suffix=suffix), timeout=20).json()
            # Authlib wants https everywhere, which a test's server has not.
            secure = json.loads(json.dumps(found).replace("http://127.0.0.1", "https://127.0.0.1"))
            kind(secure).validate()
            self.metadata |= found
        return {"issuer": self.metadata["issuer"]}

    def configure(self, client_id, secret=None, method="client_secret_basic", key=None, kid=None, **how):
        self.session = OAuth2Session(
            client_id,
            ECKey.import_key(key) if key else secret,
            token_endpoint_auth_method=method,
            revocation_endpoint_auth_method=method,
            code_challenge_method="S256",
            **how,
        )
        if key:
            self.session.register_client_auth_method(
                ShortLived(self.issuer, headers={"kid": kid}, alg="ES256")
            )
        return {}

    def begin(self):
        self.verifier, self.nonce = generate_token(64), generate_token(32)
        url, self.state = self.session.create_authorization_url(
            self.metadata["authorization_endpoint"], code_verifier=self.verifier, nonce=self.nonce
        )
        return {"url": url}

    def finish(self, callback, iss=None):
        token = self.session.fetch_token(
            self.metadata["token_endpoint"],
            authorization_response=callback,
            code_verifier=self.verifier,
            state=self.state,
        )
        return {"token": token, "claims": self.verify(token, self.nonce)}

    def verify(self, token, nonce=None):
        keys = KeySet.import_key_set(requests.get(self.metadata["jwks_uri"], timeout=20).json())
        decoded = jwt.decode(token["id_token"], keys, algorithms=["ES256"])
        options = {
            "iss": {"essential": True, "values": [self.issuer]},
            "aud": {"essential": True, "values": [self.session.client_id]},
        }
        params = {"client_id": self.session.client_id, "access_token": token["access_token"]}
        if nonce:
            params["nonce"] = nonce
        claims = CodeIDToken(decoded.claims, decoded.header, options=options, params=params)
        claims.validate(leeway=60)
        return dict(claims)

    def userinfo(self):
        answer = self.session.get(self.metadata["userinfo_endpoint"])
        answer.raise_for_status()
        return answer.json()

    def refresh(self):
        token = self.session.refresh_token(self.metadata["token_endpoint"])
        return {"token": token, "claims": self.verify(token)}

    def introspect(self, token):
        return self.session.introspect_token(self.metadata["introspection_endpoint"], token=token).json()

    def revoke(self, token):
        return {"status": self.session.revoke_token(self.metadata["revocation_endpoint"], token=token).status_code}

    def client_credentials(self, scope, resource):
        return self.session.fetch_token(
            self.metadata["token_endpoint"], grant_type="client_credentials", scope=scope, resource=resource
        )

    def device(self):
        return self.session.request(
            "POST",
            self.metadata["device_authorization_endpoint"],
            withhold_token=True,
            auth=self.session.client_auth(self.session.token_endpoint_auth_method),
            data={"scope": self.session.scope},
        ).json()

    def poll(self, code):
        token = self.session.fetch_token(self.metadata["token_endpoint"], grant_type=DEVICE, device_code=code)
        return {"token": token, "claims": self.verify(token)}


def main():
    client = Client(sys.argv[1])
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"right": getattr(client, asked.pop("do"))(**asked)}
        except Exception as error:  # noqa: BLE001: whatever it is, the test is told.
            answer = {"wrong": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
