// A personal data server of the AT protocol, set up by its environment (PDS_…): node server.mjs.
import './loopback.mjs'
import { PDS, envToCfg, envToSecrets, readEnv } from '@atproto/pds'

const said = readEnv()
await (await PDS.create(envToCfg(said), envToSecrets(said))).start()
