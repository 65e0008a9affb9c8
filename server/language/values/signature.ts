import type { ElementType } from '../tensor/element-type.js';
import { elementTypes } from '../tensor/element-type.js';
import type { Arguments } from './native-function.js';
import { ellipsis, False, float, int, list, none, str, True, tuple, type Value } from './value.js';

/** A function's parameters, read from the text that Python's documentation gives. */
export interface Signature {
  readonly parameters: readonly SignatureParameter[];
  /** The name of `*args`, of `**kwargs`. */
  readonly rest: string | undefined;
  readonly keywords: string | undefined;
  /** How many parameters can be given by position. */
  readonly positional: number;
  readonly index: ReadonlyMap<string, number>;
}

export interface SignatureParameter {
  readonly name: string;
  readonly style: 'positional-only' | 'plain' | 'keyword-only';
  readonly default: Value | undefined;
}

const parsed = new Map<string, Signature>();

/** Reads `shape, dtype=float, /, *, like=None, **kwargs`. The same text gives the same object. */
export function parseSignature(text: string): Signature {
  let signature = parsed.get(text);
  if (!signature) {
    signature = read(text);
    parsed.set(text, signature);
  }
  return signature;
}

/**
 * Binds a call's arguments as Python does. A problem is given in Python's words without the
 * function's name: `missing 1 required positional argument: 'units'`.
 */
export function bind(
  signature: Signature,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Arguments | string {
  const { parameters } = signature;
  const values: (Value | undefined)[] = new Array(parameters.length).fill(undefined);
  const count = Math.min(positional.length, signature.positional);
  for (let i = 0; i < count; i += 1) values[i] = positional[i];
  if (positional.length > count && signature.rest === undefined) return tooMany(signature, positional.length);
  let others: Map<string, Value> | undefined;
  for (const [name, value] of keywords) {
    const at = signature.index.get(name);
    if (at === undefined || parameters[at]?.style === 'positional-only') {
      if (signature.keywords === undefined) return `got an unexpected keyword argument '${name}'`;
      others ??= new Map();
      others.set(name, value);
    } else if (values[at] !== undefined) {
      return `got multiple values for argument '${name}'`;
    } else {
      values[at] = value;
    }
  }
  const problem = missing(parameters, values);
  return (
    problem ??
    new BoundArguments(
      signature,
      values,
      positional.length > count ? positional.slice(count) : [],
      others ?? noKeywords,
    )
  );
}

const noKeywords: ReadonlyMap<string, Value> = new Map();

class BoundArguments implements Arguments {
  constructor(
    private readonly signature: Signature,
    private readonly values: readonly (Value | undefined)[],
    readonly rest: readonly Value[],
    readonly keywords: ReadonlyMap<string, Value>,
  ) {}

  get(name: string): Value {
    const at = this.signature.index.get(name);
    if (at === undefined) throw new Error(`no parameter ${name} in this signature`);
    return this.values[at] ?? this.signature.parameters[at]?.default ?? none;
  }

  given(name: string): boolean {
    const at = this.signature.index.get(name);
    return at !== undefined && this.values[at] !== undefined;
  }
}

/** `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`: how Python lists names. */
export function listNames(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`);
  if (quoted.length <= 2) return quoted.join(' and ');
  return `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)}`;
}

function missing(
  parameters: readonly SignatureParameter[],
  values: readonly (Value | undefined)[],
): string | undefined {
  let names: { positional: string[]; keyword: string[] } | undefined;
  for (let i = 0; i < parameters.length; i += 1) {
    const parameter = parameters[i] as SignatureParameter;
    if (values[i] !== undefined || parameter.default !== undefined) continue;
    names ??= { positional: [], keyword: [] };
    (parameter.style === 'keyword-only' ? names.keyword : names.positional).push(parameter.name);
  }
  if (!names) return undefined;
  const [kind, list] = names.positional.length ? ['positional', names.positional] : ['keyword-only', names.keyword];
  return `missing ${list.length} required ${kind} argument${list.length === 1 ? '' : 's'}: ${listNames(list as string[])}`;
}

function tooMany(signature: Signature, given: number): string {
  const most = signature.positional;
  const least = signature.parameters.filter((p, i) => i < most && p.default === undefined).length;
  const range = least === most ? `${most}` : `from ${least} to ${most}`;
  return `takes ${range} positional argument${range === '1' ? '' : 's'} but ${given} ${given === 1 ? 'was' : 'were'} given`;
}

function read(text: string): Signature {
  const parameters: { name: string; style: SignatureParameter['style']; default: Value | undefined }[] = [];
  let rest: string | undefined;
  let keywords: string | undefined;
  let keywordOnly = false;
  for (const part of signatureParts(text)) {
    if (part === '/') for (const parameter of parameters) parameter.style = 'positional-only';
    else if (part === '*') keywordOnly = true;
    else if (part.startsWith('**')) keywords = part.slice(2);
    else if (part.startsWith('*')) {
      rest = part.slice(1);
      keywordOnly = true;
    } else {
      const equals = part.indexOf('=');
      const name = (equals < 0 ? part : part.slice(0, equals)).trim();
      parameters.push({
        name,
        style: keywordOnly ? 'keyword-only' : 'plain',
        default: equals < 0 ? undefined : literal(part.slice(equals + 1).trim()),
      });
    }
  }
  return {
    parameters,
    rest,
    keywords,
    positional: parameters.filter((p) => p.style !== 'keyword-only').length,
    index: new Map(parameters.map((p, i) => [p.name, i])),
  };
}

/** A default's value: Python literals; `float32` and the like are element types; `...` says "left out". */
function literal(text: string): Value {
  if (text === 'None') return none;
  if (text === 'True') return True;
  if (text === 'False') return False;
  if (text === '...') return ellipsis;
  if (/^[+-]?\d+$/.test(text)) return int(Number(text));
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return float(Number(text));
  if (/^(['"]).*\1$/s.test(text))
    return str(text.slice(1, -1).replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\\\', '\\'));
  if (text.startsWith('(') && text.endsWith(')')) return tuple(signatureParts(text.slice(1, -1)).map(literal));
  if (text.startsWith('[') && text.endsWith(']')) return list(signatureParts(text.slice(1, -1)).map(literal));
  const dtype = pythonTypes[text] ?? elementTypes.find((type) => type === text);
  if (dtype) return { kind: 'dtype', dtype };
  throw new Error(`the default ${text} is not a literal`);
}

const pythonTypes: Readonly<Record<string, ElementType>> = {
  float: 'float64',
  int: 'int64',
  bool: 'bool',
  str: 'string',
};

/** The parts between a signature's commas: `shape`, `dtype=float`, `*`. */
export function signatureParts(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i] as string;
    if (quote) {
      if (c === quote && text[i - 1] !== '\\') quote = '';
    } else if (c === "'" || c === '"') quote = c;
    else if (c === '(' || c === '[') depth += 1;
    else if (c === ')' || c === ']') depth -= 1;
    else if (c === ',' && depth === 0) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  parts.push(text.slice(start).trim());
  return parts.filter((part) => part !== '');
}
