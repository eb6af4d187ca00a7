// Imported first: whatever would listen on every address of the machine listens on loopback alone.
import net from 'node:net'

const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (where, ...more) {
  if (typeof where !== 'number') return listen.call(this, where, ...more)
  return listen.call(this, where, '127.0.0.1', ...more.filter((each) => typeof each === 'function'))
}
