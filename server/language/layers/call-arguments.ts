import type { PlainValue } from './layer.js';

/**
 * What an argument of a layer's call is: a tensor (its place among the call's inputs), a list, a dict,
 * or plain data, `undefined` where it is not known; `original` is the program's own value, for a `call` that the program defines.
 */
export type CallArgument =
  | { readonly kind: 'tensor'; readonly input: number }
  | { readonly kind: 'list'; readonly elements: readonly CallArgument[]; readonly tuple?: boolean }
  | { readonly kind: 'dict'; readonly entries: ReadonlyMap<string, CallArgument> }
  | { readonly kind: 'plain'; readonly value: PlainValue | undefined; readonly original?: object };

/** The parameters of `call` where a definition does not say others. */
export const defaultCallSignature = 'inputs, training=None, mask=None';

/**
 * The arguments of one call of a layer by the names of its `call`. Tensors among them are the
 * call's inputs, in the order in which arguments and what lies in them stand.
 */
export class CallArguments {
  constructor(
    /** `call`'s parameters without self, in Python's spelling. */
    readonly signature: string,
    /** What the caller gave, by parameter. */
    readonly values: ReadonlyMap<string, CallArgument>,
    /** How many parameters the caller gave by position: a model's file tells them apart. */
    readonly byPosition = 1,
  ) {}

  /** A call on these tensors alone: the first argument is the only one, or a list of them. */
  static on(count: number, signature: string = defaultCallSignature): CallArguments {
    const tensors = Array.from({ length: count }, (_, input): CallArgument => ({ kind: 'tensor', input }));
    const only = count === 1 ? tensors[0] : undefined;
    const first = parametersOf(signature).keys().next().value ?? 'inputs';
    return new CallArguments(signature, new Map([[first, only ?? { kind: 'list', elements: tensors }]]));
  }

  /** These arguments, and another one that is a list of tensors. */
  with(name: string, inputs: readonly number[]): CallArguments {
    const elements = inputs.map((input): CallArgument => ({ kind: 'tensor', input }));
    return new CallArguments(
      this.signature,
      new Map([...this.values, [name, { kind: 'list', elements }]]),
      this.byPosition,
    );
  }

  /** These arguments, and another one that is a tensor. */
  withTensor(name: string, input: number): CallArguments {
    return new CallArguments(
      this.signature,
      new Map([...this.values, [name, { kind: 'tensor', input }]]),
      this.byPosition,
    );
  }

  /** Whether the caller gave it anything but None. */
  given(name: string): boolean {
    const value = this.values.get(name);
    return value !== undefined && !(value.kind === 'plain' && value.value === null);
  }

  /** A number, a string, a boolean, None, or a list of these; the default where it was not given, undefined where it is not known. */
  get(name: string): PlainValue | undefined {
    const value = this.values.get(name);
    return value ? plainOf(value) : parametersOf(this.signature).get(name);
  }

  /** The places among the call's inputs of all tensors in an argument. */
  inputs(name: string): readonly number[] {
    const value = this.values.get(name);
    return value ? placesOf(value) : [];
  }

  /** The place of an argument that is one tensor; undefined where it is none. */
  input(name: string): number | undefined {
    const value = this.values.get(name);
    return value?.kind === 'tensor' ? value.input : undefined;
  }

  /** Whether an argument is a list, a tuple or a dict of tensors. */
  isNested(name: string): boolean {
    const kind = this.values.get(name)?.kind;
    return kind === 'list' || kind === 'dict';
  }

  /** The names of `call`'s parameters. */
  get parameters(): readonly string[] {
    return [...parametersOf(this.signature).keys()];
  }

  /** How many of them can be given by position. */
  get positional(): number {
    const before = /(?:^|, )\*/.exec(this.signature);
    return parametersOf(before ? this.signature.slice(0, before.index) : this.signature).size;
  }

  /** The name of `call`'s first parameter. */
  get first(): string {
    return parametersOf(this.signature).keys().next().value ?? 'inputs';
  }
}

/** An InputLayer's call, which takes nothing. */
export const noCallArguments = new CallArguments('', new Map());

function plainOf(value: CallArgument): PlainValue | undefined {
  if (value.kind === 'plain') return value.value;
  if (value.kind !== 'list') return undefined;
  const elements = value.elements.map(plainOf);
  return elements.every((element) => element !== undefined) ? (elements as PlainValue[]) : undefined;
}

function placesOf(value: CallArgument): readonly number[] {
  switch (value.kind) {
    case 'tensor':
      return [value.input];
    case 'list':
      return value.elements.flatMap(placesOf);
    case 'dict':
      return [...value.entries.values()].flatMap(placesOf);
    default:
      return [];
  }
}

/** Parameters with their defaults; read once a signature. */
function parametersOf(signature: string): ReadonlyMap<string, PlainValue | undefined> {
  let parameters = parsed.get(signature);
  if (!parameters) {
    parameters = new Map(
      signature
        .split(',')
        .map((part) => part.trim().split('='))
        .filter(([name]) => name && /^\w/.test(name))
        .map(([name, text]) => [name as string, text === undefined ? undefined : literal(text)] as const),
    );
    parsed.set(signature, parameters);
  }
  return parameters;
}
const parsed = new Map<string, ReadonlyMap<string, PlainValue | undefined>>();

function literal(text: string): PlainValue | undefined {
  if (text === 'None') return null;
  if (text === 'True' || text === 'False') return text === 'True';
  if (/^-?[\d.]+(e-?\d+)?$/.test(text)) return Number(text);
  return /^'.*'$/.test(text) ? text.slice(1, -1) : undefined;
}
