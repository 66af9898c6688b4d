// A directory of identities and a PDS on loopback. Prints {"pds": port} when both are ready.
// The PDS reads its PDS_* environment as in service; only the port is chosen by the system.
import net from 'node:net'
import PLC from '@did-plc/server'
import { PDS } from '@atproto/pds'

// Both would listen on every interface.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (port, ...rest) {
  return listen.call(this, { port, host: '127.0.0.1' }, ...rest)
}

const directory = PLC.PlcServer.create({ db: PLC.Database.mock(), port: 0 })
const identities = await directory.start()
process.env.PDS_DID_PLC_URL = `http://127.0.0.1:${identities.address().port}`

await PDS.run({
  onStarted: (pds) => console.log(JSON.stringify({ pds: pds.server.address().port })),
})
await directory.destroy()
