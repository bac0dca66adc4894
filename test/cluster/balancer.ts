import { connect, createServer, type Server, type Socket } from 'node:net'

/** Where a connection may be led. */
export interface Backend {
  readonly port: number
}

/** Leads each new connection to one of the backends, as a Service does: it knows nothing of what goes through. */
export class Balancer {
  readonly port: number
  private readonly server: Server
  private readonly backends = new Set<Backend>()
  private readonly sockets = new Set<Socket>()
  private turn = 0

  private constructor(server: Server, port: number) {
    this.server = server
    this.port = port
  }

  static open(): Promise<Balancer> {
    return new Promise(done => {
      const server = createServer(socket => balancer.lead(socket))
      let balancer: Balancer
      server.listen(0, '::', () => {
        const address = server.address()
        balancer = new Balancer(server, typeof address === 'object' && address !== null ? address.port : 0)
        done(balancer)
      })
    })
  }

  add(backend: Backend): void {
    this.backends.add(backend)
  }

  /** Open connections stay: a Service does not cut them. */
  remove(backend: Backend): void {
    this.backends.delete(backend)
  }

  close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    return new Promise(done => this.server.close(() => done()))
  }

  private lead(socket: Socket): void {
    const all = [...this.backends]
    this.turn += 1
    const backend = all[this.turn % Math.max(1, all.length)]
    if (backend === undefined) {
      socket.destroy()
      return
    }
    const onward = connect({ port: backend.port, host: '127.0.0.1' })
    for (const [from, to] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      this.sockets.add(from)
      from.setNoDelay(true)
      from.pipe(to)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        this.sockets.delete(from)
        to.destroy()
      })
    }
  }
}
