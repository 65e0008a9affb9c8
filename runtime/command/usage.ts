import { parseArgs } from 'node:util';
import { type EngineChoice, engineChoices } from '../contract.js';

/** Wrong usage of the command: the message says what is wrong. */
export class UsageError extends Error {}

export interface Usage {
  readonly command: 'summary' | 'check' | 'train' | 'resume' | 'runs';
  /** Of `resume` the run: its folder or its name; of `runs` empty. */
  readonly file: string;
  readonly json: boolean;
  readonly progress: boolean;
  readonly engine: EngineChoice;
  readonly threads: number | undefined;
  readonly seed: number | undefined;
  /** Which Keras the script is for; undefined where the files around it say. */
  readonly keras: 2 | 3 | undefined;
  readonly force: boolean;
  /** The script may download nothing. */
  readonly offline: boolean;
  /** The script's working folder, as given. */
  readonly folder: string;
  /** `sys.argv[1:]` of the script: what follows `--`. */
  readonly arguments: readonly string[];
}

export const help = `Usage: layerscope COMMAND FILE [OPTIONS] [-- ARGUMENTS]

Reads a Keras script (.py) or notebook (.ipynb) without running Python.

  layerscope summary FILE   each model's layers, output shapes and parameters
  layerscope check FILE     faults: exit status 1 if there is an error, 0 if not
  layerscope train FILE     runs the script and trains: exit status 0 only when completed

  layerscope runs           earlier runs, newest first, and how they ended
  layerscope resume RUN     goes on with a run that was interrupted, by its name or folder

  --json           for programs: one JSON object (train: one an event, each on a line)
  --progress       with train --json: also events within an epoch
  --engine NAME    train: auto (default), onnxruntime, wasm, webgpu,
                   tensorflow or reference
  --threads N      train: threads of the engine (default: by the machine)
  --seed N         train: makes a script that sets no seed repeat
  --folder FOLDER  train: the script's working folder (default: the current one);
                   runs are kept in its .layerscope/runs; also for runs and resume
  --keras 2|3      summary, check, train: the Keras that the script is for (default:
                   what its folder's environment has or requirements ask for, else 3)
  --offline        train, resume: the script may download nothing
  --force          resume: also where script or data have changed since
  --help, --version

Exit status 2: wrong usage, or a file that cannot be read.
`;

const commands = ['summary', 'check', 'train', 'resume', 'runs'] as const;
/** The commands that an option belongs to; one that is not here belongs to all. */
const belongsTo = {
  progress: ['train', 'resume'],
  engine: ['train'],
  threads: ['train'],
  seed: ['train'],
  keras: ['summary', 'check', 'train'],
  folder: ['train', 'resume', 'runs'],
  force: ['resume'],
  offline: ['train', 'resume'],
} as const satisfies Readonly<Record<string, readonly Usage['command'][]>>;

/** What was asked for; `help` and `version` stand alone. Throws UsageError. */
export function parseUsage(argv: readonly string[]): Usage | 'help' | 'version' {
  const end = argv.indexOf('--');
  const own = end < 0 ? argv : argv.slice(0, end);
  const { values, positionals } = parse(own);
  if (values.help) return 'help';
  if (values.version) return 'version';
  const [name, file, ...rest] = positionals;
  if (name === undefined) throw new UsageError('no command: summary, check, train, resume or runs');
  const command = commands.find((known) => known === name);
  if (!command) throw new UsageError(`unknown command ${name}: it is summary, check, train, resume or runs`);
  if (command === 'runs' && file !== undefined) throw new UsageError(`runs takes no file, not ${file}`);
  if (file === undefined && command === 'resume')
    throw new UsageError('resume needs a run, by its name or folder: layerscope runs lists them');
  if (file === undefined && command !== 'runs') throw new UsageError(`${command} needs a file`);
  if (rest.length) throw new UsageError(`one file at a time, not also ${rest.join(' ')}`);
  for (const [option, owners] of Object.entries(belongsTo) as [keyof typeof belongsTo, readonly string[]][])
    if (values[option] !== undefined && !owners.includes(command))
      throw new UsageError(`--${option} belongs to ${owners.join(', ')}`);
  const engine = engineChoices.find((known) => known === (values.engine ?? 'auto'));
  if (!engine) throw new UsageError(`unknown engine ${values.engine}: it is ${engineChoices.join(', ')}`);
  return {
    command,
    file: file ?? '',
    json: values.json ?? false,
    progress: values.progress ?? false,
    engine,
    keras: kerasOf(values.keras),
    threads: wholeNumber('threads', values.threads, 1),
    seed: wholeNumber('seed', values.seed, 0),
    force: values.force ?? false,
    offline: values.offline ?? false,
    folder: values.folder ?? '.',
    arguments: end < 0 ? [] : argv.slice(end + 1),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        progress: { type: 'boolean' },
        engine: { type: 'string' },
        threads: { type: 'string' },
        seed: { type: 'string' },
        keras: { type: 'string' },
        force: { type: 'boolean' },
        offline: { type: 'boolean' },
        folder: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function kerasOf(text: string | undefined): Usage['keras'] {
  if (text === undefined) return undefined;
  if (text !== '2' && text !== '3') throw new UsageError(`--keras ${text}: 2 or 3 is meant`);
  return text === '2' ? 2 : 3;
}

function wholeNumber(option: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > 0xffffffff) {
    throw new UsageError(`--${option} ${text}: a whole number from ${least} is meant`);
  }
  return value;
}
