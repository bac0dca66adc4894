/**
 * Starts the program with the code that V8 made of it at build time (scripts/keep-code.cjs), which saves a good part of a short
 * run. The code serves the very Node that made it; any other finds none, and compiles the source as usual.
 */
import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'

/**
 * How V8 is set in a run with kept code, and how it is by itself, which is better for a long run; set at build time. Code that was
 * kept under other flags is not taken.
 */
declare const V8_FLAGS: { readonly short: string; readonly long: string }
/** What makes a run long, in bytes of a file. */
const LONG = 512 * 1024
const PROGRAM = './program.cjs'

const loaded = new Map<string, unknown>()

/** As `require`, for a file of the program. */
function load(name: string): unknown {
  if (loaded.has(name)) return loaded.get(name)
  const filename = join(__dirname, name)
  const code = codeOf(filename)
  // the bundles are functions of a module's surroundings, in ASCII
  const source = read(filename).toString('latin1')
  const script = new Script(source, existsSync(code) ? { filename, cachedData: read(code) } : { filename })
  if (name === PROGRAM && isKept && isLong()) setFlags(V8_FLAGS.long)
  const module = { exports: {} }
  script.runInThisContext()(module.exports, requireIn, module, filename, __dirname)
  loaded.set(name, module.exports)
  return module.exports
}

/** Into what files are read; as large as the largest file that a usual run reads. */
let room = Buffer.allocUnsafeSlow(1280 * 1024)

/** What is in a file, until the next is read: all are read into the same memory, since new memory costs as much as the reading. */
function read(file: string): Buffer {
  const descriptor = openSync(file, 'r')
  const size = fstatSync(descriptor).size
  if (size > room.length) room = Buffer.allocUnsafeSlow(size)
  const length = readSync(descriptor, room, 0, size, 0)
  closeSync(descriptor)
  return room.subarray(0, length)
}

function requireIn(name: string): unknown {
  return name.startsWith('./') ? load(name) : require(name)
}

/**
 * As `setFlagsFromString` of `node:v8`. Loading that module brings all of Node's streams along, which takes 5 ms of a run of 60;
 * what it calls can be had without, in a way that Node means to close one day: then the module serves.
 */
function setFlags(flags: string): void {
  const { noDeprecation } = process
  process.noDeprecation = true
  try {
    const { binding } = process as unknown as { binding(name: string): typeof import('node:v8') }
    binding('v8').setFlagsFromString(flags)
  } catch {
    require('node:v8').setFlagsFromString(flags)
  }
  if (noDeprecation === undefined) delete process.noDeprecation
  else process.noDeprecation = noDeprecation
}

/** Where the code of a file is kept for the Node at hand. */
function codeOf(filename: string): string {
  return `${filename}.${process.version}-${process.platform}-${process.arch}.code`
}

/**
 * Whether there may be much to read. Many releases are no reason: what most of their time goes into is machine code of functions
 * that run too seldom for it to pay, even in a thousand of them.
 */
function isLong(): boolean {
  return process.argv.slice(2).some(argument => argument === '-' || argument === 'cluster' || sizeOf(argument) > LONG)
}

/** In bytes; of a folder, nobody knows how much it is; 0 for what is no file. */
function sizeOf(argument: string): number {
  try {
    const found = statSync(argument)
    return found.isFile() ? found.size : Number.POSITIVE_INFINITY
  } catch {
    return 0
  }
}

// only the Node that kept the code is known to know these flags
const isKept = existsSync(codeOf(join(__dirname, PROGRAM)))
if (isKept) setFlags(V8_FLAGS.short)
load(PROGRAM)
