import type { Context } from '../../../values/context.js';
import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { int, none, str, type Value } from '../../../values/value.js';
import { define, members, methods, native } from '../define.js';

const levels = { DEBUG: 10, INFO: 20, WARNING: 30, ERROR: 40, CRITICAL: 50 } as const;

/** A logger; level 0: as the root's. */
interface Logger {
  readonly name: string;
  level: number;
}

interface Logging {
  readonly loggers: Map<string, Logger>;
  /** Set by `basicConfig`. */
  format: string | undefined;
}

const saying: readonly (readonly [method: string, level: number])[] = [
  ['debug', levels.DEBUG],
  ['info', levels.INFO],
  ['warning', levels.WARNING],
  ['warn', levels.WARNING],
  ['error', levels.ERROR],
  ['exception', levels.ERROR],
  ['critical', levels.CRITICAL],
];

const loggerType: NativeType<string> = {
  name: 'Logger',
  module: 'logging',
  attributes: { name: (self) => str(stateOf(self, loggerType) as string) },
  methods: methods(
    ...saying.map(([name, level]) =>
      define(`Logger.${name}`, 'self, msg, *args, **kwargs', [`logging.getLogger('a').${name}('b')`], (args, context) =>
        say(stateOf(args.get('self'), loggerType) ?? 'root', level, args.get('msg'), args.rest, context),
      ),
    ),
    define('Logger.setLevel', 'self, level', ["logging.getLogger('a').setLevel('ERROR')"], (args, context) => {
      loggerNamed(stateOf(args.get('self'), loggerType) ?? 'root', context).level = levelOf(args.get('level'));
      return none;
    }),
    ...['addHandler', 'removeHandler', 'addFilter'].map((name) =>
      define(`Logger.${name}`, 'self, handler', [], () => none),
    ),
  ),
};

/** Python's `logging`: what would go to standard error is printed. */
export const loggingModule: NativeModule = {
  name: 'logging',
  members: {
    ...Object.fromEntries(Object.entries(levels).map(([name, level]) => [name, int(level)])),
    NOTSET: int(0),
    WARN: int(levels.WARNING),
    ...members(
      native('logging.getLogger', 'name=None', ["logging.getLogger('a')"], (args) =>
        object(loggerType, args.get('name').kind === 'str' ? (args.get('name') as { value: string }).value : 'root'),
      ),
      native('logging.basicConfig', '**kwargs', ["logging.basicConfig(level='INFO')"], (args, context) => {
        const { format, level } = Object.fromEntries(args.keywords);
        const state = stateIn(context);
        state.format ??= format?.kind === 'str' ? format.value : '%(levelname)s:%(name)s:%(message)s';
        if (level) loggerNamed('root', context).level = levelOf(level);
        return none;
      }),
      native('logging.disable', 'level=50', [], (_, context) => {
        loggerNamed('root', context).level = Number.POSITIVE_INFINITY;
        return none;
      }),
      ...saying.map(([name, level]) =>
        native(`logging.${name}`, 'msg, *args, **kwargs', [`logging.${name}('a')`], (args, context) => {
          // The functions of the module configure the root logger where the program has not.
          stateIn(context).format ??= '%(levelname)s:%(name)s:%(message)s';
          return say('root', level, args.get('msg'), args.rest, context);
        }),
      ),
    ),
  },
};

function stateIn(context: Context): Logging {
  return context.state('logging', () => ({ loggers: new Map(), format: undefined }));
}

function loggerNamed(name: string, context: Context): Logger {
  const { loggers } = stateIn(context);
  const found = loggers.get(name) ?? { name, level: name === 'root' ? levels.WARNING : 0 };
  loggers.set(name, found);
  return found;
}

function levelOf(value: Value): number {
  if (value.kind === 'int') return value.value;
  return value.kind === 'str' ? (levels[value.value as keyof typeof levels] ?? 0) : 0;
}

function say(logger: string, level: number, message: Value, rest: readonly Value[], context: Context): Value {
  const least = loggerNamed(logger, context).level || loggerNamed('root', context).level;
  if (level < least) return none;
  const text =
    rest.length > 0
      ? context.binary('%', str(context.str(message) ?? '?'), { kind: 'tuple', elements: rest })
      : message;
  const levelname = Object.entries(levels).find(([, number]) => number === level)?.[0] ?? '';
  const fields: Readonly<Record<string, string>> = {
    levelname,
    name: logger,
    message: context.str(text) ?? '?',
    asctime: timeText(context),
    levelno: String(level),
  };
  const format = stateIn(context).format ?? '%(message)s';
  context.host.print(
    `${format.replace(/%\((\w+)\)(-?\d*)[sd]/g, (whole, field: string, width: string) => (fields[field] === undefined ? whole : padded(fields[field] as string, width)))}\n`,
  );
  return none;
}

function padded(text: string, width: string): string {
  return width.startsWith('-') ? text.padEnd(Number(width.slice(1))) : text.padStart(Number(width || 0));
}

function timeText(context: Context): string {
  const now = context.host.now();
  if (now === undefined) return '?';
  const date = new Date(now * 1000 - new Date(now * 1000).getTimezoneOffset() * 60_000);
  return date.toISOString().replace('T', ' ').replace('.', ',').slice(0, 23);
}
