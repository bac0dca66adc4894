import { fstatSync, statSync, writeSync } from 'node:fs'
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

/** Whether people read standard output in colour. */
function hasColours(): boolean {
  const { NO_COLOR, TERM } = process.env
  return NO_COLOR === undefined && TERM !== 'dumb' && couldBeTerminal() && process.stdout.isTTY === true
}

/** Files, pipes and the null device are plainly none; so `process.stdout` need not be made for them, which takes 3 ms. */
function couldBeTerminal(): boolean {
  try {
    const out = fstatSync(1)
    return process.platform === 'win32' || (out.isCharacterDevice() && out.rdev !== statSync('/dev/null').rdev)
  } catch {
    return true
  }
}

main(process.argv.slice(2), { out: text => write(1, text), err: text => write(2, text), colours: hasColours() }).then(
  // everything is written; at its own pace Node would first finish optimising code that nobody runs any more
  status => process.exit(status),
)
