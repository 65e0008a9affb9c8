import type { Context } from '../../../values/context.js';
import type { Arguments, NativeFunction } from '../../../values/native-function.js';
import { parseSignature, type Signature } from '../../../values/signature.js';
import { type NativeFunctionValue, none, type TensorValue, type Value } from '../../../values/value.js';
import { NotKnown } from '../../numpy/arguments.js';
import { nestedTexts } from '../../numpy/nested-texts.js';
import { textsAndShape, textTensor } from '../../tensorflow/text-tensor.js';
import { isRecorded, kept } from '../recording/recording.js';
import { OpCall, type Rule } from './call.js';
import { type Family, mapOutcome, type Operand } from './operand.js';
import { connect, type OperationName } from './operation.js';
import { isFollowing, withSources } from './sources.js';
import type { Write, Writes } from './writing.js';
import { type Computation, computeNow, isDrawn } from './written.js';

/**
 * Functions of one signature and one shape rule, commas between them. Each has one or several names within its
 * modules (`math.reduce_sum reduce_sum`); the first is what a model's graph calls it. `input_tensor>x` in the
 * signature is a parameter that the rule knows as `x`. What they compute stands last; without it, or without a
 * function's name in it, they cannot be run.
 */
export type Row = readonly [names: string, signature: string, rule: Rule, writes?: Writes];

/** A function that computes: `library/tensorflow/eager*.ts`. */
export type Computed = ReadonlyMap<string, NativeFunction>;
/** What computes at once, where it can, rather than by a graph; undefined where it cannot. */
export type Direct = ReadonlyMap<string, (args: Arguments, context: Context) => Value | undefined>;

interface Definition {
  readonly name: string;
  readonly family: Family;
  readonly signature: string;
  readonly spelled: ReadonlyMap<string, string>;
  readonly rule: Rule;
  readonly operation: OperationName;
  readonly computed: NativeFunction | undefined;
  readonly direct: ((args: Arguments, context: Context) => Value | undefined) | undefined;
  readonly write: Write | undefined;
}

/** The members of each module, by its dotted name below the prefix (`` for the prefix's own). */
export function functionsOf(
  prefix: string,
  family: Family,
  rows: readonly Row[],
  nameOf: (name: string) => OperationName,
  computed: Computed = new Map(),
  direct: Direct = new Map(),
): ReadonlyMap<string, Record<string, NativeFunctionValue>> {
  const modules = new Map<string, Record<string, NativeFunctionValue>>();
  for (const [names, parameters, rule, writes] of rows) {
    const { signature, spelled } = spelling(parameters);
    for (const [name, first] of names.split(', ').flatMap(aliases)) {
      const full = `${prefix}.${name}`;
      const dot = name.lastIndexOf('.');
      const module = dot < 0 ? '' : name.slice(0, dot);
      const own = name.slice(dot + 1);
      let members = modules.get(module);
      if (!members) {
        members = {};
        modules.set(module, members);
      }
      members[own] = native({
        name: full,
        family,
        signature,
        spelled,
        rule,
        operation: nameOf(first),
        computed: computed.get(full),
        direct: direct.get(full),
        write: typeof writes === 'function' ? writes : writes?.[own],
      });
    }
  }
  return modules;
}

function aliases(group: string): readonly (readonly [name: string, first: string])[] {
  const names = group.split(' ');
  return names.map((name) => [name, names[0] as string]);
}

const spellings = new Map<string, { readonly signature: string; readonly spelled: ReadonlyMap<string, string> }>();

function spelling(written: string) {
  let found = spellings.get(written);
  if (!found) {
    const spelled = new Map<string, string>();
    const parts = written.split(', ').map((part) => {
      const [name = '', fallback] = part.split('=');
      const [own = '', canonical] = name.split('>');
      if (/^\w+$/.test(own)) spelled.set(canonical ?? own, own);
      return fallback === undefined ? own : `${own}=${part.slice(name.length + 1)}`;
    });
    found = { signature: parts.join(', '), spelled };
    spellings.set(written, found);
  }
  return found;
}

function native(definition: Definition): NativeFunctionValue {
  const { name, signature, computed } = definition;
  return {
    kind: 'native',
    function: {
      name,
      signature,
      ...(computed?.examples ? { examples: computed.examples } : { shapesOnly: true }),
      call: (args, context) => evaluate(definition, args, context),
    },
  };
}

function evaluate(definition: Definition, args: Arguments, context: Context): Value {
  if (isFollowing(context)) {
    const followed = follow(definition, args, context);
    if (followed) return followed;
    // An array of NumPy's has its numbers: it ends what is recorded.
  } else if (!definition.name.endsWith('convert_to_numpy') && isRecorded(valuesOf(definition.signature, args), context))
    return kept(definition.name, context, () => evaluate(definition, args, context));
  const symbols = symbolsIn(definition.signature, args);
  if (symbols.length > 0) return symbolic(definition, args, symbols, context);
  const { computed } = definition;
  const eager = computed && onlyKnown(computed, definition.signature, args) ? computed : undefined;
  const own = eager && new ArgumentsOf(parseSignature(eager.signature), args, definition.signature);
  if (context.host.mode === 'numbers') {
    const texts = definition.name.endsWith('.expand_dims') && expandedTexts(valuesOf(definition.signature, args));
    if (texts) return texts;
    // What is drawn repeats with TensorFlow's own seeds.
    const [first] = valuesOf(definition.signature, args);
    const isTexts = /(?:^|\.)(?:constant|convert_to_tensor)$/.test(definition.name) && first && nestedTexts(first);
    if (eager && own && (isTexts || !definition.write || isDrawn(definition.write))) return eager.call(own, context);
    return definition.direct?.(args, context) ?? computeNow(computationOf(definition, args, context), context);
  }
  const result = own && eager?.call(own, context);
  if (result?.kind === 'tensor' && result.data) return result;
  const ruled = apply(definition, args, context);
  return ruled.kind === 'unknown' && result ? result : ruled;
}

/** A tensor of strings with another axis: of all functions that compute with numbers, programs give it to this one. */
function expandedTexts([x, axis]: readonly Value[]): Value | undefined {
  const found = x && textsAndShape(x);
  if (!found || axis?.kind !== 'int') return undefined;
  const { texts, shape } = found;
  const at = axis.value < 0 ? axis.value + shape.length + 1 : axis.value;
  return textTensor(texts, [...shape.slice(0, at), 1, ...shape.slice(at)]);
}

/**
 * Within a computation of the program's own: weights are read when it runs, numbers are drawn then, and a size that is
 * left open is known then. undefined where none of these is among the arguments.
 */
function follow(definition: Definition, args: Arguments, context: Context): Value | undefined {
  const read = new SourcedArguments(args, context);
  const symbols = symbolsIn(definition.signature, read);
  const { write, signature } = definition;
  if (symbols.length > 0) {
    const found = symbolic(definition, read, symbols, context);
    // Followed for its shape alone: what comes after it in the computation would have no numbers.
    if (context.host.mode === 'numbers' && !write && found.kind === 'tensor' && !found.dtype)
      return context.unknown('it is not computed in runs yet', definition.name);
    return found;
  }
  if (context.host.mode !== 'numbers' || !write) return undefined;
  return isDrawn(write) || valuesOf(signature, args).some(holdsDim)
    ? symbolic(definition, args, [], context)
    : undefined;
}

function holdsDim(value: Value): boolean {
  if (value.kind === 'list' || value.kind === 'tuple') return value.elements.some(holdsDim);
  return value.kind === 'dim' || (value.kind === 'tensor' && value.elements !== undefined && !value.data);
}

function computationOf(definition: Definition, args: Arguments, context: Context): Computation {
  const { name, family, rule, spelled, write } = definition;
  return {
    name,
    write,
    again(replaced) {
      const call = new OpCall(name, family, args, spelled, context, replaced);
      return { call, result: rule(call) };
    },
  };
}

/** A rule's answer; what is not known of its arguments makes it Unknown. */
function apply(
  { name, family, rule, spelled }: Definition,
  args: Arguments,
  context: Context,
  replaced?: ReadonlyMap<TensorValue, Operand>,
): Value {
  try {
    return rule(new OpCall(name, family, args, spelled, context, replaced));
  } catch (error) {
    if (error instanceof NotKnown) return context.unknown(error.message, name);
    throw error;
  }
}

function symbolic(definition: Definition, args: Arguments, symbols: readonly TensorValue[], context: Context): Value {
  const result = apply(definition, args, context);
  if (!holdsTensors(result)) return result;
  const again = (replaced: ReadonlyMap<TensorValue, Operand>) => apply(definition, args, context, replaced);
  const computation = computationOf(definition, args, context);
  const { name, family, spelled, operation } = definition;
  // Keras's own operations can be written into a file.
  const called = operation.isLayer ? undefined : new OpCall(name, family, args, spelled, context, undefined);
  return connect(operation, symbols, result, { again, computation }, context, called);
}

function holdsTensors(value: Value): boolean {
  let found = false;
  mapOutcome(value, (x) => {
    found = true;
    return x;
  });
  return found;
}

/** The symbolic tensors among the arguments, in order. */
function symbolsIn(signature: string, args: Arguments): readonly TensorValue[] {
  let found: TensorValue[] | undefined;
  const look = (value: Value): void => {
    if (value.kind === 'tensor') {
      if (value.library === 'keras') {
        found ??= [];
        found.push(value);
      }
    } else if (value.kind === 'list' || value.kind === 'tuple') for (const each of value.elements) look(each);
  };
  for (const value of valuesOf(signature, args)) look(value);
  return found ?? [];
}

/** The arguments in the order of the parameters. */
function valuesOf(signature: string, args: Arguments): readonly Value[] {
  const { parameters, rest } = parseSignature(signature);
  if (rest === undefined) return parameters.map(({ name }) => args.get(name));
  // What `*args` took stands where it is written: before the parameters that follow by name alone.
  const named = parameters.filter(({ style }) => style !== 'keyword-only').map(({ name }) => args.get(name));
  const after = parameters.filter(({ style }) => style === 'keyword-only').map(({ name }) => args.get(name));
  return [...named, ...args.rest, ...after];
}

/** Whether the function that computes takes all the arguments that were given. */
function onlyKnown(computed: NativeFunction, signature: string, args: Arguments): boolean {
  const known = parseSignature(computed.signature).index;
  return parseSignature(signature).parameters.every(({ name }) => known.has(name) || !args.given(name));
}

/** A call's arguments with weights as tensors of the computation that is being followed; one weight is always the same tensor. */
class SourcedArguments implements Arguments {
  private readonly read = new Map<Value, Value>();

  constructor(
    private readonly args: Arguments,
    private readonly context: Context,
  ) {}

  get(name: string): Value {
    return this.sourced(this.args.get(name));
  }

  given(name: string): boolean {
    return this.args.given(name);
  }

  get rest(): readonly Value[] {
    return this.args.rest.map((value) => this.sourced(value));
  }

  get keywords(): ReadonlyMap<string, Value> {
    return this.args.keywords;
  }

  private sourced(value: Value): Value {
    if (value.kind !== 'tensor' && value.kind !== 'list' && value.kind !== 'tuple') return value;
    let found = this.read.get(value);
    if (!found) {
      found = withSources(value, this.context);
      this.read.set(value, found);
    }
    return found;
  }
}

/** A call's arguments for the function that computes, with its own defaults. */
class ArgumentsOf implements Arguments {
  constructor(
    private readonly signature: Signature,
    private readonly args: Arguments,
    private readonly outer: string,
  ) {}

  get(name: string): Value {
    if (this.given(name)) return this.args.get(name);
    const at = this.signature.index.get(name);
    return (at === undefined ? undefined : this.signature.parameters[at]?.default) ?? none;
  }

  given(name: string): boolean {
    return parseSignature(this.outer).index.has(name) && this.args.given(name);
  }

  get rest(): readonly Value[] {
    return this.args.rest;
  }

  get keywords(): ReadonlyMap<string, Value> {
    return this.args.keywords;
  }
}
