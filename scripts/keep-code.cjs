// Preloaded in a run of the built command (`node -r`): at its end, keeps the code that V8 made of each file of the program,
// with all functions that were called, where src/cli/start.ts looks for it.
const { writeFileSync } = require('node:fs')
const vm = require('node:vm')

const scripts = new Map()

vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options)
    scripts.set(options.filename, this)
  }
}

process.on('exit', () => {
  for (const [file, script] of scripts)
    writeFileSync(`${file}.${process.version}-${process.platform}-${process.arch}.code`, script.createCachedData())
})
