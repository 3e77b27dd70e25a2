/** The words of the command line: sub-commands, options and help. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { coordinatorActionStatuses } from '../coordinator/action/coordinator-action-status.ts';
import { coordinatorJobStatuses } from '../coordinator/job/coordinator-job-status.ts';
import { workflowJobStatuses } from '../job/workflow-job-status.ts';
import { logLevels } from '../log/log-line.ts';
import { packageVersion } from '../server/package-version.ts';
import type { EngineProgram } from './command/engine-command.ts';
import { defaultDataDirectory } from './default-data-directory.ts';
import { exitCodes } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/** Actions that a dry run shows unless more are asked for. */
const DRY_RUN_MAX = 10;

const enginePrograms: readonly EngineProgram[] = ['submit', 'master', 'worker'];

/** What is to be done; gives the exit status. */
export type Invocation = () => Promise<number> | number;

/** Oozie's port, so that clients find a server where they expect it. */
const PORT_DEFAULT = 11_000;
const PORT_MAX = 65_535;

/** Jobs in one list unless more are asked for. */
const LIST_LENGTH_DEFAULT = 50;

/**
 * Reads the words; help and version are invocations too.
 *
 * @throws HowdahError HOWDAH_USAGE
 */
export async function parseCommandLine(
  words: readonly string[],
  terminal: Terminal,
): Promise<Invocation> {
  // The engine's programs read their own words: those of `submit` are the application's, too.
  const engineProgram = enginePrograms.find((program) => program === words[0]);
  if (engineProgram !== undefined) return engineInvocation(engineProgram, words.slice(1));
  let invocation: Invocation = () => exitCodes.ok;
  const program = buildProgram(terminal, (chosen) => {
    invocation = chosen;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return () => exitCodes.ok;
    // Without a sub-command commander prints the help and counts it as an error.
    if (error.code === 'commander.help') return () => exitCodes.refused;
    throw usageError(error);
  }
  return invocation;
}

function engineInvocation(program: EngineProgram, words: readonly string[]): Invocation {
  return async () => (await import('./command/engine-command.ts')).engineCommand(program, words);
}

function usageError(error: CommanderError): HowdahError {
  const message = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  return new HowdahError('HOWDAH_USAGE', [message], { mend: 'see: howdah --help' });
}

function buildProgram(terminal: Terminal, choose: (invocation: Invocation) => void): Command {
  const program = new Command('howdah')
    .description('Runs workflows: Apache Oozie apps unchanged, and the same graphs in YAML')
    .version(packageVersion(), '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.write(text),
      writeErr: (text) => terminal.err(text.trimEnd()),
      // Usage errors are told in one place, like all others.
      outputError: () => {},
    });
  addServer(program, terminal, choose);
  addRun(program, terminal, choose);
  addValidate(program, terminal, choose);
  addDryRun(program, terminal, choose);
  addJob(program, terminal, choose);
  addJobs(program, terminal, choose);
  program
    .command('submit')
    .description('run an application on the engine: howdah submit [OPTIONS] APP [ARGS]')
    .argument('[words...]', "spark-submit's options, the application and its arguments");
  program
    .command('master')
    .description('share the cores of workers among applications: howdah master --help')
    .argument('[words...]', 'its options');
  program
    .command('worker')
    .description('run executors for a master: howdah worker --help')
    .argument('[words...]', 'its options and spark://HOST:PORT');
  return program;
}

type AddCommand = (
  program: Command,
  terminal: Terminal,
  choose: (invocation: Invocation) => void,
) => void;

const addServer: AddCommand = (program, terminal, choose) => {
  program
    .command('server')
    .description('run a server')
    .option('--port <port>', 'where it listens; 0 takes any free port', readPort, PORT_DEFAULT)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .addOption(dataDirectoryOption())
    .option('--redis <url>', 'a queue server instead of the private one: redis://HOST:PORT')
    .option('--database <url>', 'PostgreSQL instead of the embedded store: postgres://…')
    .option('--config <file>', "settings: Hadoop's XML or properties, with Oozie's names")
    .addOption(definitionOption('a setting'))
    .action((options) =>
      choose(async () =>
        (await import('./command/server-command.ts')).serverCommand(options, terminal),
      ),
    );
};

const addRun: AddCommand = (program, terminal, choose) => {
  program
    .command('run')
    .description('submit a workflow, a coordinator or a bundle and follow it to its end')
    .argument('<app>', 'directory of the app, or its bundle, coordinator or workflow file')
    .option('--config <file>', 'properties of the job; default: job.properties next to the app')
    .addOption(definitionOption('a property of the job'))
    .option('--detach', 'only submit it, to the server that runs')
    .addOption(dataDirectoryOption())
    .action((app, options) =>
      choose(async () =>
        (await import('./command/run-command.ts')).runCommand(app, options, terminal),
      ),
    );
};

const addValidate: AddCommand = (program, terminal, choose) => {
  program
    .command('validate')
    .description('tell everything that is wrong with definitions')
    .argument('<file...>', 'workflows, coordinators or bundles, .xml or .yaml, or directories')
    .option('--json', 'as JSON')
    .action((files, options) =>
      choose(async () =>
        (await import('./command/validate-command.ts')).validateCommand(files, options, terminal),
      ),
    );
};

const addDryRun: AddCommand = (program, terminal, choose) => {
  program
    .command('dryrun')
    .description('show what a submission would do')
    .argument('<app>', 'directory of the app, or its bundle, coordinator or workflow file')
    .option('--config <file>', 'properties of the job; default: job.properties next to the app')
    .addOption(definitionOption('a property of the job'))
    .option('--max <number>', 'actions of a coordinator that are shown', readPositive, DRY_RUN_MAX)
    .option('--json', 'as JSON')
    .action((app, options) =>
      choose(async () =>
        (await import('./command/dryrun-command.ts')).dryRunCommand(app, options, terminal),
      ),
    );
};

const addJob: AddCommand = (program, terminal, choose) => {
  const job = program
    .command('job')
    .description('show a job, or do something with it')
    .argument('<id>', "the job's id")
    .option('--log', 'its log')
    .addOption(levelOption())
    .option('--follow', 'with --log: until the job ends')
    .option('--definition', 'the definition that it runs')
    .addOption(new Option('--graph <format>', 'as a graph').choices(['dot', 'svg']))
    .option('--json', 'as JSON')
    .option('--start', 'start it')
    .option('--suspend', 'let nothing new of it start')
    .option('--resume', 'go on with it')
    .option('--kill', 'end it with its processes')
    .option('--rerun', 'run it once more, when it is over; of a coordinator: some actions')
    .option('--failed', 'with --rerun: keep what succeeded')
    .option('--skip <node...>', 'with --rerun: keep these nodes as they ended')
    .addOption(definitionOption('with --rerun or --update: a property of the job'));
  addRecurringOptions(job)
    .addOption(dataDirectoryOption())
    .action((id, options) =>
      choose(async () =>
        (await import('./command/job-command.ts')).jobCommand(id, options, terminal),
      ),
    );
};

/** What only coordinators and bundles are asked. */
function addRecurringOptions(job: Command): Command {
  const statuses = Object.keys(coordinatorActionStatuses);
  return job
    .option('--actions <numbers>', 'of a coordinator, for --rerun, --kill, --ignore, --log: 1,3-5')
    .option('--dates <ranges>', 'the same by nominal times: 2026-11-01T00:00Z::2026-11-03T00:00Z')
    .option('--coordinators <name...>', 'with --rerun of a bundle: only these')
    .option('--refresh', 'with --rerun: resolve latest and future instances again')
    .option('--no-cleanup', 'with --rerun: leave what the run before has written')
    .option('--ignore', 'count it, or --actions of it, as never having failed')
    .option('--change <name=value...>', 'endtime, pausetime, concurrency or status')
    .option('--update', 'of a coordinator: put the app, as it is now, in its place')
    .option('--dry-run', 'with --update: only tell what would change')
    .option('--config <file>', 'with --update: properties of the job')
    .addOption(new Option('--status <status...>', 'only actions in these states').choices(statuses))
    .option('--offset <number>', 'of the actions that are shown, latest first', readPositive)
    .option('--length <number>', 'how many of them', readPositive);
}

const addJobs: AddCommand = (program, terminal, choose) => {
  program
    .command('jobs')
    .description('list jobs, newest first')
    .addOption(
      new Option('--kind <kind>', 'what is listed')
        .choices(['workflow', 'coordinator', 'bundle'])
        .default('workflow'),
    )
    .addOption(statusOption())
    .option('--name <name>', 'only jobs of this name')
    .option('--user <user>', "only this user's jobs")
    .option('--offset <number>', 'where to begin', readPositive, 1)
    .option('--length <number>', 'how many', readPositive, LIST_LENGTH_DEFAULT)
    .option('--json', 'as JSON')
    .addOption(dataDirectoryOption())
    .action((options) =>
      choose(async () =>
        (await import('./command/jobs-command.ts')).jobsCommand(options, terminal),
      ),
    );
};

function levelOption(): Option {
  return new Option('--level <level...>', 'with --log: only records of these levels').choices(
    logLevels,
  );
}

function statusOption(): Option {
  const option = new Option('--status <status...>', 'only jobs in these states');
  // Coordinators and bundles have those of workflows, and more.
  return option.choices([
    ...new Set([...Object.keys(workflowJobStatuses), ...Object.keys(coordinatorJobStatuses)]),
  ]);
}

function dataDirectoryOption(): Option {
  return new Option('--data-dir <directory>', 'where everything is kept').default(
    defaultDataDirectory(process.env),
    '$HOWDAH_DATA_DIR, or howdah in the XDG data directory',
  );
}

function definitionOption(what: string): Option {
  return new Option('-D, --define <name=value>', `${what}; may be given several times`)
    .argParser((value: string, before: readonly string[]) => [...before, value])
    .default([], 'none');
}

function readPort(text: string): number {
  const port = readWhole(text);
  if (port > PORT_MAX) throw new InvalidArgumentError(`It is above ${PORT_MAX}.`);
  return port;
}

function readPositive(text: string): number {
  const value = readWhole(text);
  if (value < 1) throw new InvalidArgumentError('It must be at least 1.');
  return value;
}

function readWhole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is not a whole number.');
  return Number(text);
}
