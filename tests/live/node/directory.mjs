// The directory of identities that a personal data server writes to: node directory.mjs PORT. It forgets all when it ends.
import './loopback.mjs'
import plc from '@did-plc/server'

await plc.PlcServer.create({ db: plc.Database.mock(), port: Number(process.argv[2]) }).start()
