// Builds the command when npm prepares the package. In a global installation from git, which is how pre-commit installs hooks,
// npm leaves out what the build needs, because its inner call inherits `--global`: then it is fetched here.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

if (!existsSync('node_modules/esbuild')) {
  const args = [
    'ci',
    '--no-global',
    '--location=project',
    '--include=dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ]
  execFileSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' })
}
await import('./build.mjs')
