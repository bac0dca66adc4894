import { writeSync } from 'node:fs'
import { main } from './main.ts'

/** Writes all of a text, also into a pipe that is slow to take it. */
function write(descriptor: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code === 'EPIPE') return
      if (code !== 'EAGAIN') throw error
    }
  }
}

const { isTTY } = process.stdout
const colours = isTTY === true && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb'

main(process.argv.slice(2), { out: text => write(1, text), err: text => write(2, text), colours }).then(status => {
  process.exitCode = status
})
