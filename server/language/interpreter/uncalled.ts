import type { Layer, Model } from '../model/model.js';
import type { Fault, Recorder } from '../recorder.js';
import type { FunctionDefinition, Node, Parameter } from '../syntax/tree.js';
import { parameterSize, unknownSize } from '../values/sizes.js';
import { type ClassValue, type FunctionValue, type InstanceValue, unknown, type Value } from '../values/value.js';
import { BudgetExceeded } from './budget.js';
import { constructNative, findInClass, nativeBase } from './classes.js';
import { callWithParameters } from './functions.js';
import { hook } from './hooks.js';
import { HypotheticalRecorder } from './hypothetical-recorder.js';
import type { Interpreter } from './interpreter.js';

/** What a program left behind, as a recorder was told of it. */
export interface Noticed {
  readonly functions: readonly FunctionValue[];
  readonly instances: readonly InstanceValue[];
  readonly calledFunctions: ReadonlySet<Node>;
  readonly models: readonly Model[];
  readonly layers: readonly Layer[];
}

/** A recorder that can be asked what it was told. */
type NoticingRecorder = Recorder & Noticed;

/**
 * Runs, after the program, each function and method that it never called: with parameters that are unknown, but
 * called by their names where they are used as sizes, or at their defaults. What they show goes to `record`; the
 * program and its models stay as they were.
 */
export function followUncalled(interpreter: Interpreter, program: readonly Noticed[], record: NoticingRecorder): void {
  const functions = program.flatMap((part) => part.functions);
  if (functions.length === 0) return;
  const called = new Set<object>();
  for (const part of program) for (const node of part.calledFunctions) called.add(node);
  const uncalled = latest(functions).filter(({ node }) => isRunnable(node) && !called.has(node));
  if (uncalled.length === 0) return;
  const restore = kept(program);
  try {
    new Uncalled(interpreter, program, called, record).follow(uncalled);
  } catch (error) {
    // What is left is not shown: the program itself was followed.
    if (!(error instanceof BudgetExceeded)) throw error;
  } finally {
    restore();
  }
}

/** Of several functions that one definition made, the last. */
function latest(functions: readonly FunctionValue[]): readonly FunctionValue[] {
  return [...new Map(functions.map((value) => [value.node, value])).values()];
}

function isRunnable(node: FunctionValue['node']): node is FunctionDefinition {
  return node.kind === 'Function' && !node.async;
}

class Uncalled {
  private readonly settled: Set<object>;
  private readonly instances: Map<object, InstanceValue>;

  constructor(
    private readonly interpreter: Interpreter,
    program: readonly Noticed[],
    called: ReadonlySet<object>,
    private readonly record: NoticingRecorder,
  ) {
    this.settled = new Set(called);
    this.instances = new Map(
      program.flatMap(({ instances }) => instances.map((instance) => [instance.class.node, instance])),
    );
  }

  /** The last first: what stands further down calls what stands above, with arguments that say more. */
  follow(functions: readonly FunctionValue[]): void {
    const inOrder = functions.toSorted((a, b) => b.node.start - a.node.start);
    for (const value of inOrder) {
      if (this.isDone(value)) continue;
      if (value.owner) this.followClass(value.owner, inOrder);
      else this.aside(value, () => this.run(value, undefined));
    }
  }

  /** All methods of a class work on one instance. `build` makes what `call` uses. */
  private followClass(owner: ClassValue, functions: readonly FunctionValue[]): void {
    const own = functions.filter((value) => value.owner === owner && !this.isDone(value));
    const first = own.filter(({ name }) => name === '__init__' || name === 'build').reverse();
    const methods = [...first, ...own.filter((value) => !first.includes(value))];
    this.aside(methods[0] as FunctionValue, () => {
      const instance = this.instanceOf(owner, functions);
      for (const method of methods) if (!this.isDone(method)) this.run(method, instance);
    });
  }

  private instanceOf(owner: ClassValue, functions: readonly FunctionValue[]): Value {
    const existing = this.instances.get(owner.node);
    if (existing) return existing;
    const instance: InstanceValue = { kind: 'instance', class: owner, attributes: new Map(), made: owner.node };
    const initialise = findInClass(owner, '__init__');
    const made = functions.find((value) => value === initialise);
    if (made) {
      this.run(made, instance);
    } else if (initialise?.kind === 'function') {
      this.attempt(() => callWithParameters(this.interpreter, initialise, this.parameters(initialise, instance)));
    } else if (!initialise) {
      const base = nativeBase(owner);
      if (base) this.attempt(() => constructNative(this.interpreter, instance, base, [], new Map()));
    }
    const { native } = instance;
    if (initialise && native) this.attempt(() => hook(native.type, 'initialised')?.(instance, this.interpreter));
    return instance;
  }

  /** A function, then those that it defines and does not call, which may use its variables. */
  private run(value: FunctionValue, self: Value | undefined): void {
    const before = this.record.functions.length;
    this.attempt(() => {
      const result = callWithParameters(this.interpreter, value, this.parameters(value, self));
      if (result.kind === 'iterator') result.next();
    });
    this.settled.add(value.node);
    const inner = latest(this.record.functions.slice(before)).filter(({ node }) => isRunnable(node));
    for (const each of inner) if (!this.isDone(each)) this.run(each, undefined);
  }

  private isDone({ node }: FunctionValue): boolean {
    return this.settled.has(node) || this.record.calledFunctions.has(node);
  }

  private aside(value: FunctionValue, code: () => void): void {
    const settled = new Set([...this.settled, ...this.record.calledFunctions]);
    const recorder = new HypotheticalRecorder(this.record, this.interpreter, settled, this.sureFaults(value));
    this.interpreter.aside(recorder, code);
  }

  /** A call without arguments is one that Python could make; what a layer is given wrongly is wrong in any. */
  private sureFaults({ node, owner }: FunctionValue): (fault: Fault) => boolean {
    const required = node.parameters.filter(({ style, default: given }) => !given && style !== '*' && style !== '**');
    const isCallable = required.length <= (owner ? 1 : 0);
    return ({ rule }) => isCallable || rule === 'layer-argument';
  }

  private parameters(value: FunctionValue, self: Value | undefined): ReadonlyMap<string, Value> {
    const { node } = value;
    return new Map(
      node.parameters
        .filter(({ name }) => name !== '')
        .map((parameter, i) => [
          parameter.name,
          (i === 0 && value.owner && selfOf(parameter, value.owner, self)) ||
            (value.defaults.get(parameter.name) ?? unknownParameter(parameter, value.name)),
        ]),
    );
  }

  /** An exception ends the function, as `raise NotImplementedError` does. */
  private attempt(code: () => void): void {
    const { interpreter } = this;
    const { frames } = interpreter;
    const depth = frames.length;
    try {
      code();
    } catch (error) {
      if (!interpreter.asPythonException(error)) throw error;
      frames.length = depth;
      interpreter.tries = 0;
    }
  }
}

function selfOf({ name }: Parameter, owner: ClassValue, self: Value | undefined): Value | undefined {
  if (name === 'cls' || name === 'mcs') return owner;
  return name === 'self' ? self : undefined;
}

/** Types whose values are no sizes, as annotations name them. */
const noSizes = new Set(['str', 'float', 'bool', 'bytes', 'dict', 'Dict', 'Callable', 'Path']);

function unknownParameter({ name, style, annotation }: Parameter, owner: string): Value {
  const reason = `an argument of ${owner}, which is not called here`;
  if (style === '*') return { kind: 'list', elements: [], rest: unknown(reason, name) };
  if (style === '**') return { kind: 'dict', entries: new Map(), open: true };
  return annotation?.kind === 'Name' && noSizes.has(annotation.id)
    ? unknown(reason, name)
    : unknownSize(reason, name, parameterSize(name));
}

/** Writes down what models and layers are; gives what puts that back. Variables and containers are the journal's. */
function kept(program: readonly Noticed[]): () => void {
  const seen = new Map<object, Readonly<Record<string, unknown>>>();
  const arrays = new Map<unknown[], readonly unknown[]>();
  const keep = (object: object) => {
    if (seen.has(object)) return;
    seen.set(object, { ...object });
    for (const part of Object.values(object)) if (Array.isArray(part)) arrays.set(part, [...part]);
  };
  for (const { models, layers, instances } of program) {
    for (const layer of layers) keep(layer);
    for (const model of models) {
      keep(model);
      for (const layer of model.layers) keep(layer);
    }
    for (const { native } of instances) {
      const state = native?.state;
      if (typeof state === 'object' && state !== null) keep(state);
    }
  }
  return () => {
    for (const [object, before] of seen) {
      for (const name of Object.keys(object)) if (!(name in before)) Reflect.deleteProperty(object, name);
      Object.assign(object, before);
    }
    for (const [array, before] of arrays) array.splice(0, array.length, ...before);
  };
}
