// A peer to measure beside: npm's oidc-provider with a program and a shop as clients, everything in memory. Whoever comes
// from the shop signs in by any name. Prints its address once it listens.

import { generateKeyPair, exportJWK } from 'jose';
import { Provider } from 'oidc-provider';

const RESOURCE = 'https://api.example';
const { privateKey } = await generateKeyPair('ES256', { extractable: true });
const jwk = { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig' };

const provider = new Provider('http://127.0.0.1', {
  clients: [
    {
      client_id: 'worker',
      client_secret: process.env.SECRET,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_basic',
      id_token_signed_response_alg: 'ES256',
    },
    {
      client_id: 'shop',
      client_secret: process.env.SECRET,
      grant_types: ['authorization_code'],
      redirect_uris: ['http://127.0.0.1:49152/cb'],
      token_endpoint_auth_method: 'client_secret_basic',
      id_token_signed_response_alg: 'ES256',
    },
  ],
  jwks: { keys: [jwk] },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      getResourceServerInfo: () => ({
        scope: 'read write',
        audience: RESOURCE,
        accessTokenTTL: 600,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
  scopes: ['read', 'write'],
});
const server = provider.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
