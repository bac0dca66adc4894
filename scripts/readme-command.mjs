// Prints one of the README's two commands, so that CI runs what the README says: node scripts/readme-command.mjs sample|test
import { readFileSync } from 'node:fs'

const name = process.argv[2]
const readme = readFileSync('README.md', 'utf8')
const block = new RegExp(`<!-- command: ${name} -->\\n\`\`\`sh\\n([\\s\\S]*?)\`\`\``).exec(readme)
if (block === null) throw new Error(`README.md has no command "${name}"`)
console.log(block[1].trim())
