// An OAuth server that nobody here wrote (npm `oidc-provider`), and an API behind it that takes its tokens.
//
// `node oidc.mjs FOLDER` where FOLDER holds node_modules; prints `listening PORT`. Whoever comes is signed in as `ada` and allows
// everything, so that a test can play the browser by following redirects.
//   GET /items        records, for a token that the server knows
//   POST /token, GET /auth, POST /device/auth, POST /token/revocation   the server's own
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'

const folder = process.argv[2]
const found = createRequire(join(folder, 'package.json')).resolve('oidc-provider')
const { Provider } = await import(pathToFileURL(found).href)

const server = createServer()
await new Promise((done) => server.listen(0, '127.0.0.1', done))
const { port } = server.address()

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'native-app',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: ['http://127.0.0.1/callback'],
    },
    {
      client_id: 'service',
      client_secret: 's3cret +/%:-of-32-characters-or-more',
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
  ],
  features: {
    clientCredentials: { enabled: true },
    revocation: { enabled: true },
    devInteractions: { enabled: false },
  },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  cookies: { keys: ['a key of the tests'] },
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
  ttl: { AccessToken: 600, ClientCredentials: 600, RefreshToken: 3600, Grant: 3600, Session: 3600, Interaction: 600 },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
})
provider.on('server_error', (_, error) => console.error(error))

async function items(request, response) {
  const [scheme, value] = (request.headers.authorization ?? '').split(' ')
  const token = scheme === 'Bearer' && value
    ? ((await provider.AccessToken.find(value)) ?? (await provider.ClientCredentials.find(value)))
    : undefined
  response.writeHead(token?.isValid ? 200 : 401, { 'content-type': 'application/json' })
  response.end(JSON.stringify(token?.isValid ? { data: [{ id: 1 }] } : { error: 'invalid_token' }))
}

async function allow(request, response) {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response)
  if (prompt.name === 'login') {
    return provider.interactionFinished(request, response, { login: { accountId: 'ada' } })
  }
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id })
  grant.addOIDCScope(params.scope)
  const consent = { grantId: await grant.save() }
  return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true })
}

const own = provider.callback()
server.on('request', (request, response) => {
  const { pathname } = new URL(request.url, 'http://x')
  if (pathname === '/items') return items(request, response)
  if (pathname.startsWith('/interaction/')) {
    return allow(request, response).catch((error) => {
      console.error(error)
      response.writeHead(500).end()
    })
  }
  return own(request, response)
})
console.log(`listening ${port}`)
