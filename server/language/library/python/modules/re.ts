import type { Context } from '../../../values/context.js';
import type { Arguments, NativeFunction } from '../../../values/native-function.js';
import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { int, list, none, str, tuple, type Value } from '../../../values/value.js';
import { define, members, methods, native } from '../define.js';
import { moduleExceptionClasses } from '../exceptions.js';
import { flagBits, toJavaScript, UnsupportedPattern } from './regex-syntax.js';

/*
 * Patterns run on numbers alone: on shapes nothing bounds what a pattern may cost, and what is matched says little of shapes.
 */

interface Pattern {
  readonly source: string;
  readonly flags: number;
  readonly expression: RegExp;
}

interface Match {
  readonly text: string;
  readonly pattern: Pattern;
  readonly found: RegExpExecArray;
}

/** Compiled ones: Python keeps them too. */
const kept = new Map<string, RegExp>();
const MOST_KEPT = 500;

const notOnShapes = 'what a regular expression finds is known in a run';

function patternOf(value: Value, flags: Value, context: Context): Pattern | undefined {
  const compiled = stateOf(value, patternType);
  if (compiled) return compiled;
  if (context.host.mode !== 'numbers' || value.kind !== 'str') return undefined;
  const bits = flags.kind === 'int' ? flags.value : 0;
  return { source: value.value, flags: bits, expression: expressionOf(value.value, bits, context) };
}

function expressionOf(source: string, flags: number, context: Context): RegExp {
  const key = `${flags} ${source}`;
  const known = kept.get(key);
  if (known) return known;
  try {
    const made = toJavaScript(source, flags);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, made);
    return made;
  } catch (error) {
    if (error instanceof UnsupportedPattern) context.unknown(`${error.message} is not supported yet`, 're.compile');
    return context.raise(
      'error',
      `${error instanceof Error ? error.message.replace(/^.*: /, '') : error} in ${source}`,
    );
  }
}

/** All matches from the beginning on, as Python finds them: an empty one may touch the one before. */
function all({ expression }: Pattern, text: string): RegExpExecArray[] {
  return [...text.matchAll(new RegExp(expression.source, `${expression.flags}g`))];
}

function textOf(args: Arguments): string | undefined {
  const value = args.get('string');
  return value.kind === 'str' ? value.value : undefined;
}

/** Offsets are counted in code points. */
function offset(text: string, at: number): number {
  return /[\ud800-\udbff]/.test(text) ? [...text.slice(0, at)].length : at;
}

const group = (text: string | undefined): Value => (text === undefined ? none : str(text));

type Action = (pattern: Pattern, text: string, args: Arguments, context: Context) => Value;

interface Definition {
  readonly name: string;
  /** What comes before and after the pattern's place in the signature. */
  readonly before?: string;
  readonly after: string;
  readonly example: string;
  readonly action: Action;
}

const definitions: readonly Definition[] = [
  {
    name: 'search',
    after: 'string',
    example: "('[0-9]+', 'ab12')",
    action: (pattern, text) => matched(pattern, text, pattern.expression.exec(text)),
  },
  {
    name: 'match',
    after: 'string',
    example: "('[a-z]+', 'ab12')",
    action: (pattern, text) => matched(pattern, text, anchored(pattern, '', text)),
  },
  {
    name: 'fullmatch',
    after: 'string',
    example: "('[a-z0-9]+', 'ab12')",
    action: (pattern, text) => matched(pattern, text, anchored(pattern, '(?![\\s\\S])', text)),
  },
  {
    name: 'findall',
    after: 'string',
    example: "('[a-z]+', 'one, two')",
    action: (pattern, text) => list(all(pattern, text).map(shownMatch)),
  },
  {
    name: 'finditer',
    after: 'string',
    example: "('[a-z]+', 'one, two')",
    action: (pattern, text, _args, context) =>
      context.iterator(list(all(pattern, text).map((found) => matched(pattern, text, found)))),
  },
  {
    name: 'split',
    after: 'string, maxsplit=0',
    example: "('[, ]+', 'one, two')",
    action: split,
  },
  {
    name: 'sub',
    before: 'repl, ',
    after: 'string, count=0',
    example: "('[0-9]', '', 'a1b2')",
    action: (pattern, text, args, context) => substituted(pattern, text, args, context)[0],
  },
  {
    name: 'subn',
    before: 'repl, ',
    after: 'string, count=0',
    example: "('[0-9]', '', 'a1b2')",
    action: (pattern, text, args, context) => {
      const [result, count] = substituted(pattern, text, args, context);
      return tuple([result, int(count)]);
    },
  },
];

function matched(pattern: Pattern, text: string, found: RegExpExecArray | null): Value {
  return found ? object(matchType, { text, pattern, found }) : none;
}

function anchored({ expression }: Pattern, end: string, text: string): RegExpExecArray | null {
  return new RegExp(`(?:${expression.source})${end}`, `${expression.flags}y`).exec(text);
}

/** As findall gives a match: the whole, the only group, or a tuple of all groups. */
function shownMatch(found: RegExpExecArray): Value {
  const [whole, ...groups] = found;
  if (groups.length === 0) return str(whole);
  const texts = groups.map((text) => str(text ?? ''));
  return texts.length === 1 ? (texts[0] as Value) : tuple(texts);
}

function split(pattern: Pattern, text: string, args: Arguments): Value {
  const limit = args.get('maxsplit');
  const most = limit.kind === 'int' && limit.value > 0 ? limit.value : Number.POSITIVE_INFINITY;
  const parts: Value[] = [];
  let from = 0;
  for (const found of all(pattern, text).slice(0, most)) {
    parts.push(str(text.slice(from, found.index)), ...found.slice(1).map(group));
    from = found.index + found[0].length;
  }
  return list([...parts, str(text.slice(from))]);
}

function substituted(pattern: Pattern, text: string, args: Arguments, context: Context): readonly [Value, number] {
  const replacement = args.get('repl');
  const limit = args.get('count');
  const most = limit.kind === 'int' && limit.value > 0 ? limit.value : Number.POSITIVE_INFINITY;
  const matches = all(pattern, text).slice(0, most);
  let from = 0;
  let result = '';
  for (const found of matches) {
    result += text.slice(from, found.index);
    if (replacement.kind === 'str') {
      result += expanded(replacement.value, found, context);
    } else {
      const made = context.call(replacement, [matched(pattern, text, found)]);
      if (made.kind !== 'str') return [context.unknown('a replacement that is no known text', 're.sub'), 0];
      result += made.value;
    }
    from = found.index + found[0].length;
  }
  return [str(result + text.slice(from)), matches.length];
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  a: '\x07',
  f: '\f',
  v: '\v',
};

/** `\1`, `\g<name>` and the usual escapes in a replacement. */
function expanded(template: string, found: RegExpExecArray, context: Context): string {
  return template.replace(/\\(?:g<(\w+)>|(\d{1,2})|([\s\S]))/g, (whole, named, numbered, other) => {
    if (other !== undefined) return escapes[other as string] ?? whole;
    if (numbered !== undefined && Number(numbered) >= found.length)
      context.raise('re.error', `invalid group reference ${numbered} at position ${template.indexOf(whole) + 1}`);
    return namedGroup(found, (named ?? numbered) as string, context) ?? '';
  });
}

function namedGroup(found: RegExpExecArray, name: string, context: Context): string | undefined {
  if (/^\d+$/.test(name)) {
    if (Number(name) >= found.length) context.raise('IndexError', 'no such group');
    return found[Number(name)];
  }
  if (!found.groups || !(name in found.groups)) context.raise('IndexError', 'no such group');
  return found.groups?.[name];
}

/** A method of patterns, and the function of the module that takes the pattern first. */
function both({ name, before = '', after, example, action }: Definition): readonly [NativeFunction, NativeFunction] {
  const run = (pattern: Pattern | undefined, args: Arguments, context: Context) => {
    const text = textOf(args);
    if (!pattern || text === undefined || context.host.mode !== 'numbers')
      return context.unknown(notOnShapes, `re.${name}`);
    return action(pattern, text, args, context);
  };
  return [
    define(
      `Pattern.${name}`,
      `self, ${before}${after}`,
      [`re.compile${example.replace(/^\(('[^']*'), (.*)\)$/, `($1).${name}($2)`)}`],
      (args, context) => run(stateOf(args.get('self'), patternType), args, context),
    ),
    define(`re.${name}`, `pattern, ${before}${after}, flags=0`, [`re.${name}${example}`], (args, context) =>
      run(patternOf(args.get('pattern'), args.get('flags'), context), args, context),
    ),
  ];
}

const functions = definitions.map(both);

const patternType: NativeType<Pattern> = {
  name: 'Pattern',
  module: 're',
  attributes: {
    pattern: (self) => str(stateOf(self, patternType)?.source ?? ''),
    flags: (self) => int((stateOf(self, patternType)?.flags ?? 0) | flagBits.UNICODE),
  },
  methods: methods(...functions.map(([method]) => method)),
};

const groupsOf = (self: Value) => stateOf(self, matchType) as Match;

function place(args: Arguments, context: Context): readonly [number, number] {
  const { found, text } = groupsOf(args.get('self'));
  const which = args.get('group');
  const name = which.kind === 'str' ? which.value : which.kind === 'int' ? String(which.value) : '0';
  namedGroup(found, name, context);
  const span = /^\d+$/.test(name) ? found.indices?.[Number(name)] : found.indices?.groups?.[name];
  return span ? [offset(text, span[0]), offset(text, span[1])] : [-1, -1];
}

const matchType: NativeType<Match> = {
  name: 'Match',
  module: 're',
  attributes: {
    string: (self) => str(groupsOf(self).text),
    re: (self) => object(patternType, groupsOf(self).pattern),
    lastindex: (self) => {
      const at = groupsOf(self).found.findLastIndex((text) => text !== undefined);
      return at > 0 ? int(at) : none;
    },
  },
  truth: () => true,
  getItem: (self, index, context) => oneGroup(self, index, context),
  methods: methods(
    define('Match.group', 'self, *groups', ["re.search('b', 'abc').group()"], (args, context) => {
      const asked = args.rest.length > 0 ? args.rest : [int(0)];
      const found = asked.map((each) => oneGroup(args.get('self'), each, context));
      return found.length === 1 ? (found[0] as Value) : tuple(found);
    }),
    define('Match.groups', 'self, default=None', ["re.search('(b)', 'abc').groups()"], (args) =>
      tuple(
        groupsOf(args.get('self'))
          .found.slice(1)
          .map((text) => (text === undefined ? args.get('default') : str(text))),
      ),
    ),
    define('Match.start', 'self, group=0', ["re.search('b', 'abc').start()"], (args, context) =>
      int(place(args, context)[0]),
    ),
    define('Match.end', 'self, group=0', ["re.search('b', 'abc').end()"], (args, context) =>
      int(place(args, context)[1]),
    ),
    define('Match.span', 'self, group=0', ["re.search('b', 'abc').span()"], (args, context) =>
      tuple(place(args, context).map(int)),
    ),
  ),
};

function oneGroup(self: Value, which: Value, context: Context): Value {
  if (which.kind !== 'int' && which.kind !== 'str') return context.unknown('which group is not known', 'Match.group');
  return group(namedGroup(groupsOf(self).found, String(which.value), context));
}

const flagMembers = {
  ...flagBits,
  I: flagBits.IGNORECASE,
  M: flagBits.MULTILINE,
  S: flagBits.DOTALL,
  U: flagBits.UNICODE,
  X: flagBits.VERBOSE,
  A: flagBits.ASCII,
};

/** Python's `re`. */
export const reModule: NativeModule = {
  name: 're',
  members: {
    ...members(
      ...functions.map(([, value]) => ({ kind: 'native', function: value }) as const),
      native('re.compile', 'pattern, flags=0', ["re.compile('[a-z]+')"], (args, context) => {
        const made = patternOf(args.get('pattern'), args.get('flags'), context);
        return made ? object(patternType, made) : context.unknown(notOnShapes, 're.compile');
      }),
      native('re.escape', 'pattern', ["re.escape('a.b')"], (args, context) => {
        const text = args.get('pattern');
        if (text.kind !== 'str') return context.unknown('a text that is not known', 're.escape');
        return str(text.value.replace(/[\s#$&()*+\-.?[\\\]^{|}~]/g, '\\$&'));
      }),
    ),
    ...Object.fromEntries(Object.entries(flagMembers).map(([name, bits]) => [name, int(bits)])),
    error: moduleExceptionClasses['re.error'],
    Pattern: { kind: 'type', type: patternType },
    Match: { kind: 'type', type: matchType },
  },
};
