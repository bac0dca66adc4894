/**
 * Starts the program with the code that V8 made of it at build time (scripts/keep-code.cjs), which saves a good part of a short
 * run. The code serves the very Node that made it; any other finds none, and compiles the source as usual.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'

const loaded = new Map<string, unknown>()

/** As `require`, for a file of the program. */
function load(name: string): unknown {
  if (loaded.has(name)) return loaded.get(name)
  const filename = join(__dirname, name)
  const code = `${filename}.${process.version}-${process.platform}-${process.arch}.code`
  // the bundles are functions of a module's surroundings, in ASCII
  const source = readFileSync(filename, 'latin1')
  const script = new Script(source, existsSync(code) ? { filename, cachedData: readFileSync(code) } : { filename })
  const module = { exports: {} }
  script.runInThisContext()(module.exports, requireIn, module, filename, __dirname)
  loaded.set(name, module.exports)
  return module.exports
}

function requireIn(name: string): unknown {
  return name.startsWith('./') ? load(name) : require(name)
}

load('./program.cjs')
