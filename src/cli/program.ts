import { Command, CommanderError, Help, Option } from 'commander'
import { SEVERITIES } from '../model/finding.ts'
import { PROFILES } from '../model/rule.ts'
import { Exit } from './exit.ts'
import type { Streams } from './streams.ts'
import { UserError } from './user-error.ts'
import { VERSION } from './version.ts'

/** What the shared flags of `lint`, `inspect` and `blame` hold, as commander gives them. */
export interface InputFlags {
  readonly values: readonly string[]
  readonly set: readonly string[]
  readonly setString: readonly string[]
  readonly setJson: readonly string[]
  readonly setFile: readonly string[]
  readonly setLiteral: readonly string[]
  readonly key?: string
  readonly chartVersion?: string
  readonly chart?: string
  readonly helmVersion: '3' | '4'
  readonly skipSchemaValidation: boolean
  /** A file, or false for none; undefined or true where it is to be found. */
  readonly policy?: string | boolean
  /** The releases of the policy that are meant, by name. */
  readonly release: readonly string[]
  readonly allReleases: boolean
  readonly format?: readonly string[]
  readonly output?: string
}

/** By what is judged. */
export interface JudgingFlags {
  readonly profile: readonly string[]
  readonly rule: readonly string[]
}

/** How reports are printed, and where to. */
export interface OutputFlags {
  readonly format?: readonly string[]
  readonly output?: string
  readonly color: 'auto' | 'always' | 'never'
  readonly quiet: boolean
}

/** What the flags of the commands that judge hold. */
interface VerdictFlags extends JudgingFlags, OutputFlags {
  readonly failOn: string
  readonly allowUnjudged: boolean
}

export interface LintFlags extends InputFlags, VerdictFlags {
  readonly baseline?: string
  readonly writeBaseline?: string
  /** Whether the files are edited. */
  readonly fix: boolean
  /** Whether comments in the files silence findings. */
  readonly suppressions: boolean
  readonly format?: readonly string[]
  readonly output?: string
}

export interface ExportFlags extends JudgingFlags {
  readonly policy?: string | boolean
  readonly namespace: readonly string[]
  readonly failurePolicy: 'Fail' | 'Ignore'
}

export interface ClusterFlags extends VerdictFlags {
  readonly policy?: string | boolean
  readonly context?: string
  readonly namespace: readonly string[]
  readonly allNamespaces: boolean
  readonly forAdmission: boolean
}

export interface InspectFlags extends InputFlags {
  readonly user: string
  readonly upgradeTo?: string
}

export interface BlameFlags extends InputFlags {
  readonly all: boolean
  readonly path?: string
  /** The hub to compare with: a release, or its layers in order. */
  readonly against: readonly string[]
}

/** What each command does; gives the exit status. */
export interface Commands {
  lint(files: readonly string[], flags: LintFlags): Promise<number>
  inspect(files: readonly string[], flags: InspectFlags): Promise<number>
  blame(files: readonly string[], flags: BlameFlags): Promise<number>
  cluster(flags: ClusterFlags): Promise<number>
  exportPolicies(flags: ExportFlags): Promise<number>
  rules(id: string | undefined): Promise<number>
  init(): Promise<number>
}

/** Reads the arguments and runs the command they name. Throws `UserError` for arguments that are wrong. */
export async function runProgram(args: readonly string[], commands: Commands, io: Streams): Promise<number> {
  let status = 0
  const run = async (result: Promise<number>) => {
    status = await result
  }
  const program = new Command('jhub-lint')
    .description(
      'Says what is wrong with a JupyterHub before it is deployed: who gets in, when idle servers stop, what user pods may do.',
    )
    .version(VERSION, '-V, --version')
    .addHelpText('after', '\nThe flags of a command: jhub-lint lint --help, jhub-lint inspect --help, …')
    .configureHelp({ optionDescription })
    .configureOutput({ writeOut: io.out, writeErr: io.err, outputError: () => {} })
    .exitOverride()

  withVerdict(
    withInputs(
      program
        .command('lint', { isDefault: true })
        .description('judge each FILE, or one hub whose values are layers (-f)'),
      REPORTS,
    ),
    'exit 0 where a file is recognised as something else',
  )
    .option('--fix', 'write into the values files what is certainly right instead, and judge them again', false)
    .option('--baseline <file>', 'report only what is not in this file')
    .option('--write-baseline <file>', 'write what is found to a file for --baseline')
    .option('--no-suppressions', 'let comments in the files silence nothing')
    .addHelpText('after', EXAMPLES)
    .action((files, flags) => run(commands.lint(files, flags)))

  const inspect = program
    .command('inspect')
    .description('say what a hub will do: who gets in, when idle servers stop, which pods users get')
  if (mayNeed('inspect', args))
    withInputs(inspect, 'text or json')
      .option('--user <name>', 'whose pods are shown', 'alice')
      .option('--upgrade-to <version>', 'what another version of the chart makes of the same values, side by side')
      .action((files, flags) => run(commands.inspect(files, flags)))

  const blame = program.command('blame').description('print the effective values, and who set each of them')
  if (mayNeed('blame', args))
    withInputs(blame, 'text, json or yaml')
      .option('--all', 'show the chart defaults too that nobody spoke of', false)
      .option('--path <path>', 'only a part: singleuser.image, singleuser.profileList[0]')
      .option(
        '--against <release-or-file>',
        'say where the hub differs from a release of the policy, or from one with this layer (repeatable)',
        append,
        [],
      )
      .action((files, flags) => run(commands.blame(files, flags)))

  const cluster = program.command('cluster').description('judge what already runs in a cluster')
  if (mayNeed('cluster', args))
    withVerdict(withPolicy(cluster, REPORTS), 'exit 0 where there is nothing to judge')
      .option('--context <name>', 'which context of the kubeconfig (default: the current one)')
      .option('-n, --namespace <name>', "which namespace (repeatable; default: the context's)", append, [])
      .option('-A, --all-namespaces', 'all namespaces', false)
      .option('--for-admission', 'say only what the webhook would refuse', false)
      .allowExcessArguments(false)
      .action(flags => run(commands.cluster(flags)))

  const exporting = program.command('export').description('write the policy in the form of something else')
  if (mayNeed('export', args))
    withJudging(exporting.command('vap'))
      .description('write the rules about pods as ValidatingAdmissionPolicies of Kubernetes')
      .option('--policy <file>', 'the policy file (default: the nearest .jhub-lint.yaml upwards)')
      .option('--no-policy', 'read no policy file')
      .option(
        '-n, --namespace <name>',
        'bind it to this namespace (repeatable; default: all but kube-system)',
        append,
        [],
      )
      .addOption(
        new Option('--failure-policy <policy>', 'what holds where an expression fails')
          .choices(['Fail', 'Ignore'])
          .default('Fail'),
      )
      .allowExcessArguments(false)
      .action(flags => run(commands.exportPolicies(flags)))

  program
    .command('rules')
    .description('list the rules, or explain one')
    .argument('[id]', 'the rule to explain')
    .action(id => run(commands.rules(id)))

  program
    .command('init')
    .description('look at the repository and write a first policy file')
    .action(() => run(commands.init()))

  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return Exit.clean
    // a command that does nothing by itself has said what belongs behind it
    if (error.code === 'commander.help') return Exit.usage
    const named = args.find(arg => program.commands.some(command => command.name() === arg)) ?? 'lint'
    throw new UserError(`${error.message.replace(/^error: /, '')}\n(try: jhub-lint ${named} --help)`)
  }
  return status
}

/** Whether a call may need the flags of a command, which take time to define: it names the command, or asks for help. */
function mayNeed(command: string, args: readonly string[]): boolean {
  return args.some(arg => arg === command || arg === 'help' || arg === '--help' || arg === '-h')
}

const REPORTS =
  'text, json, compact, sarif, gitlab, github, junit, checkstyle, markdown, policyreport; NAME:FILE writes a file (repeatable)'

const EXAMPLES = `
Examples:
  jhub-lint config.yaml
  jhub-lint --chart-version 3.3.8 -f common.yaml -f prod.yaml --set cull.timeout=3600
  jhub-lint --profile strict --rule slow-culling=off config.yaml

Exit status: 0 judged, and nothing at or above --fail-on; 1 findings at or above it, nothing judged, or unreadable
input; 2 the call is wrong; 3 a defect of jhub-lint.`

/** What help says of a flag. That it is not given unless it is given goes without saying. */
function optionDescription(option: Option): string {
  const { defaultValue, defaultValueDescription, description } = option
  const isNothing = defaultValue === false || (Array.isArray(defaultValue) && defaultValue.length === 0)
  return isNothing && defaultValueDescription === undefined ? description : new Help().optionDescription(option)
}

/** The flags of what judges; `unjudged` says what --allow-unjudged is for. */
function withVerdict(command: Command, unjudged: string): Command {
  return withJudging(command)
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 from this severity on')
        .choices([...SEVERITIES, 'never'])
        .default('error'),
    )
    .option('--allow-unjudged', unjudged, false)
    .option('-o, --output <file>', 'write the report to a file')
    .addOption(new Option('--color <when>', 'colour the text').choices(['auto', 'always', 'never']).default('auto'))
    .option('-q, --quiet', 'say nothing beside the report', false)
}

function withJudging(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--profile <name>',
        `which set of severities (repeatable): ${PROFILES.join(', ')}, or one of the policy's own`,
      )
        .argParser(append)
        .default([], 'recommended'),
    )
    .option('--rule <id=level>', 'another severity for a rule: off, info, warning or error (repeatable)', append, [])
}

function withPolicy(command: Command, formats: string): Command {
  return command
    .option('--policy <file>', 'the policy file (default: the nearest .jhub-lint.yaml upwards)')
    .option('--no-policy', 'read no policy file')
    .option('--format <name>', formats, append)
}

function withInputs(command: Command, formats: string): Command {
  return withPolicy(command, formats)
    .argument('[file...]', 'values files or manifests; a directory is searched, - is standard input')
    .option('-f, --values <file>', "a layer of one hub, in Helm's order (repeatable)", append, [])
    .option('--set <key=value>', "a value, as Helm's --set (repeatable)", append, [])
    .option('--set-string <key=value>', 'a value that is always text (repeatable)', append, [])
    .option('--set-json <key=json>', 'a value as JSON (repeatable)', append, [])
    .option('--set-file <key=file>', "a value that is a file's text (repeatable)", append, [])
    .option('--set-literal <key=value>', 'a value that is text to the letter (repeatable)', append, [])
    .option('--key <path>', "where the hub's values are: jupyterhub, basehub.jupyterhub, or . for the root")
    .option('--chart-version <version>', 'the version of the jupyterhub chart')
    .option('--chart <chart>', 'the chart itself, or one around it: a folder or a .tgz')
    .addOption(
      new Option('--helm-version <version>', 'whose merging counts where they differ').choices(['3', '4']).default('4'),
    )
    .option('--skip-schema-validation', "as Helm's: the values need not fit the chart's schema", false)
    .option('--release <name>', 'a release of the policy file (repeatable)', append, [])
    .option('--all-releases', 'all releases of the policy file', false)
}

function append(value: string, before: readonly string[] = []): string[] {
  return [...before, value]
}
