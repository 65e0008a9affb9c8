import type { Context } from '../../../values/context.js';
import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { False, list, none, type ObjectValue, str, True, unknown, type Value } from '../../../values/value.js';
import { define, methods, native } from '../define.js';

/** One `add_argument`. */
interface Option {
  readonly flags: readonly string[];
  readonly name: string;
  readonly setting: (
    key: 'action' | 'type' | 'default' | 'nargs' | 'required' | 'const' | 'choices',
  ) => Value | undefined;
}

interface Parser {
  readonly program: string;
  readonly options: Option[];
  readonly defaults: Map<string, Value>;
}

const namespaceType: NativeType<undefined> = {
  name: 'Namespace',
  module: 'argparse',
  attributes: {
    __dict__: (self) => ({
      kind: 'dict',
      entries: new Map(
        [...(self as ObjectValue).attributes].map(([name, value]) => [`s${name}`, { key: str(name), value }]),
      ),
    }),
  },
  construct: define('argparse.Namespace', '**kwargs', ['argparse.Namespace(a=1)'], (args) => {
    const made = object(namespaceType, undefined);
    for (const [name, value] of args.keywords) made.attributes.set(name, value);
    return made;
  }),
  repr: (self, context) => {
    const parts = [...(self as ObjectValue).attributes].map(([name, value]) => [name, context.repr(value)]);
    return parts.some(([, text]) => text === undefined)
      ? undefined
      : `Namespace(${parts.map((part) => part.join('=')).join(', ')})`;
  },
};

const parserType: NativeType<Parser> = {
  name: 'ArgumentParser',
  module: 'argparse',
  construct: define(
    'argparse.ArgumentParser',
    'prog=None, usage=None, description=None, **kwargs',
    ['argparse.ArgumentParser()'],
    (args) => {
      const prog = args.get('prog');
      return object(parserType, {
        program: prog.kind === 'str' ? prog.value : 'program',
        options: [],
        defaults: new Map(),
      });
    },
  ),
  methods: methods(
    define(
      'ArgumentParser.add_argument',
      'self, *flags, **settings',
      ["argparse.ArgumentParser().add_argument('--epochs', type=int, default=5)"],
      (args) => {
        const flags = args.rest.flatMap((flag) => (flag.kind === 'str' ? [flag.value] : []));
        const dest = args.keywords.get('dest');
        const long = flags.find((flag) => flag.startsWith('--')) ?? flags[0] ?? '';
        const name = dest?.kind === 'str' ? dest.value : long.replace(/^-+/, '').replaceAll('-', '_');
        parserOf(args.get('self')).options.push({ flags, name, setting: (key) => args.keywords.get(key) });
        return none;
      },
    ),
    define(
      'ArgumentParser.add_argument_group',
      'self, *args, **kwargs',
      ['argparse.ArgumentParser().add_argument_group()'],
      (args) => args.get('self'),
    ),
    define(
      'ArgumentParser.add_mutually_exclusive_group',
      'self, **kwargs',
      ['argparse.ArgumentParser().add_mutually_exclusive_group()'],
      (args) => args.get('self'),
    ),
    define('ArgumentParser.set_defaults', 'self, **kwargs', ['argparse.ArgumentParser().set_defaults(a=1)'], (args) => {
      for (const [name, value] of args.keywords) parserOf(args.get('self')).defaults.set(name, value);
      return none;
    }),
    define(
      'ArgumentParser.parse_args',
      'self, args=None, namespace=None',
      ['argparse.ArgumentParser().parse_args([])'],
      (args, context) => {
        const { parsed, left } = parse(parserOf(args.get('self')), args.get('args'), context);
        return left.length > 0
          ? refuse(parserOf(args.get('self')), `unrecognized arguments: ${left.join(' ')}`, context)
          : parsed;
      },
    ),
    define(
      'ArgumentParser.parse_known_args',
      'self, args=None, namespace=None',
      ['argparse.ArgumentParser().parse_known_args([])'],
      (args, context) => {
        const { parsed, left } = parse(parserOf(args.get('self')), args.get('args'), context);
        return { kind: 'tuple', elements: [parsed, list(left.map(str))] };
      },
    ),
  ),
};

/** Python's `argparse`. On shapes, where the command line is not known, options have their defaults. */
export const argparseModule: NativeModule = {
  name: 'argparse',
  members: {
    ArgumentParser: { kind: 'type', type: parserType },
    Namespace: { kind: 'type', type: namespaceType },
    FileType: native('argparse.FileType', "mode='r'", [], (_, context) =>
      context.unknown('files as arguments are not supported yet', 'argparse.FileType'),
    ),
    ...Object.fromEntries(
      ['ArgumentDefaultsHelpFormatter', 'RawTextHelpFormatter', 'RawDescriptionHelpFormatter'].map(
        (name): [string, Value] => [name, { kind: 'type', type: { name, module: 'argparse' } }],
      ),
    ),
  },
};

function parserOf(self: Value): Parser {
  return stateOf(self, parserType) as Parser;
}

function parse(parser: Parser, given: Value, context: Context): { parsed: ObjectValue; left: string[] } {
  const parsed = object(namespaceType, undefined);
  for (const option of parser.options) parsed.attributes.set(option.name, defaultOf(parser, option, context));
  for (const [name, value] of parser.defaults) if (!parsed.attributes.has(name)) parsed.attributes.set(name, value);
  const words =
    given.kind === 'none'
      ? context.host.arguments
      : context.elements(given)?.map((word) => (word.kind === 'str' ? word.value : ''));
  if (!words) {
    for (const option of parser.options)
      if (option.setting('required') || !option.flags[0]?.startsWith('-'))
        parsed.attributes.set(option.name, unknown('an argument of the script'));
    return { parsed, left: [] };
  }
  return { parsed, left: read(parser, [...words], parsed, context) };
}

/** Sets what the words say; gives back what no option takes. */
function read(parser: Parser, words: string[], parsed: ObjectValue, context: Context): string[] {
  const left: string[] = [];
  const seen = new Set<Option>();
  const places = parser.options.filter((option) => !option.flags[0]?.startsWith('-'));
  while (words.length > 0) {
    const word = words.shift() as string;
    const [flag, attached] =
      word.startsWith('--') && word.includes('=')
        ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]
        : [word, undefined];
    const option = flag.startsWith('-')
      ? parser.options.find((candidate) => candidate.flags.includes(flag))
      : places.find((place) => !seen.has(place));
    if (!option) {
      left.push(word);
      continue;
    }
    seen.add(option);
    if (!flag.startsWith('-')) words.unshift(word);
    if (attached !== undefined) words.unshift(attached);
    parsed.attributes.set(option.name, take(parser, option, words, context));
  }
  const missing = parser.options.filter(
    (option) =>
      !seen.has(option) &&
      (places.includes(option)
        ? !isOptional(option)
        : option.setting('required')?.kind === 'bool' && option.setting('required') === True),
  );
  if (missing.length > 0)
    refuse(
      parser,
      `the following arguments are required: ${missing.map((option) => option.flags.join('/')).join(', ')}`,
      context,
    );
  return left;
}

function isOptional(option: Option): boolean {
  const nargs = option.setting('nargs');
  return nargs?.kind === 'str' && (nargs.value === '?' || nargs.value === '*');
}

function take(parser: Parser, option: Option, words: string[], context: Context): Value {
  const action = option.setting('action');
  if (action?.kind === 'str' && action.value === 'store_true') return True;
  if (action?.kind === 'str' && action.value === 'store_false') return False;
  if (action?.kind === 'str' && action.value === 'store_const') return option.setting('const') ?? none;
  if (action && !(action.kind === 'str' && action.value === 'store'))
    return context.unknown('this action is not supported yet', 'argparse');
  const nargs = option.setting('nargs');
  if (!nargs || (nargs.kind === 'str' && nargs.value === '?')) {
    const word = words.shift();
    return word === undefined
      ? refuse(parser, `argument ${option.flags.join('/')}: expected one argument`, context)
      : converted(parser, option, word, context);
  }
  const most = nargs.kind === 'int' ? nargs.value : Number.POSITIVE_INFINITY;
  const taken: Value[] = [];
  while (words.length > 0 && taken.length < most && !/^--?[A-Za-z]/.test(words[0] as string))
    taken.push(converted(parser, option, words.shift() as string, context));
  return list(taken);
}

function converted(parser: Parser, option: Option, word: string, context: Context): Value {
  const type = option.setting('type');
  const value = type ? context.call(type, [str(word)]) : str(word);
  const choices = option.setting('choices');
  const allowed = choices && context.elements(choices);
  if (allowed && !allowed.some((choice) => context.truth(context.compare('==', choice, value)))) {
    return refuse(
      parser,
      `argument ${option.flags.join('/')}: invalid choice: ${context.repr(value)} (choose from ${allowed.map((choice) => context.repr(choice)).join(', ')})`,
      context,
    );
  }
  return value;
}

function defaultOf(parser: Parser, option: Option, context: Context): Value {
  const given = parser.defaults.get(option.name) ?? option.setting('default');
  const action = option.setting('action');
  if (!given && action?.kind === 'str')
    return action.value === 'store_true' ? False : action.value === 'store_false' ? True : none;
  const type = option.setting('type');
  return given?.kind === 'str' && type ? context.call(type, [given]) : (given ?? none);
}

function refuse(parser: Parser, message: string, context: Context): never {
  return context.raise('SystemExit', `${parser.program}: error: ${message}`);
}
