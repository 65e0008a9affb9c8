import type { Layer, Model } from '../model/model.js';
import type { Fault, Recorder } from '../recorder.js';
import type { FunctionDefinition, Node, Parameter } from '../syntax/tree.js';
import { parameterSize, unknownSize } from '../values/sizes.js';
import { type ClassValue, type FunctionValue, type InstanceValue, unknown, type Value } from '../values/value.js';
import { BudgetExceeded, Cancelled } from './budget.js';
import { constructNative, findInClass, nativeBase } from './classes.js';
import type { Footprint } from './footprint.js';
import { callWithParameters } from './functions.js';
import { hook } from './hooks.js';
import { HypotheticalRecorder } from './hypothetical-recorder.js';
import type { Interpreter } from './interpreter.js';

/** What nobody calls is followed for so much of the work that the program itself may be. */
const shareOfBudget = 0.5;

/** What a program left behind, as a recorder was told of it. */
export interface Noticed {
  readonly functions: readonly FunctionValue[];
  readonly instances: readonly InstanceValue[];
  readonly calledFunctions: ReadonlySet<Node>;
  readonly models: readonly Model[];
  readonly layers: readonly Layer[];
}

/** A recorder that can be asked what it was told. */
export type NoticingRecorder = Recorder & Noticed;

/** What is followed as one: a function, or all methods of a class on one instance. */
export interface Unit {
  readonly made: FunctionValue | ClassValue;
  /** On which its methods work, where the program made one. */
  readonly instance: InstanceValue | undefined;
  /** The functions of which all is told already. */
  readonly settled: ReadonlySet<object>;
}

/** Keeps what units showed, or knows it from an earlier time. */
export interface UnitRecords {
  /** `run` follows the unit and gives the functions that it has settled; not called where what it would show is known. */
  follow(
    unit: Unit,
    run: (record: NoticingRecorder, footprint: Footprint | undefined) => readonly object[],
  ): readonly object[];
}

/**
 * Runs, after the program, each function and method that it never called: with parameters that are unknown, but
 * called by their names where they are used as sizes, or at their defaults. What they show goes to `records`; the
 * program and its models stay as they were.
 */
export function followUncalled(interpreter: Interpreter, program: readonly Noticed[], records: UnitRecords): void {
  const functions = program.flatMap((part) => part.functions);
  if (functions.length === 0) return;
  const called = new Set<object>();
  for (const part of program) for (const node of part.calledFunctions) called.add(node);
  const uncalled = latest(functions).filter(({ node }) => isRunnable(node) && !called.has(node));
  if (uncalled.length === 0) return;
  const followed = new Uncalled(interpreter, program, called, records);
  interpreter.budget.leave(shareOfBudget);
  try {
    followed.follow(uncalled);
  } catch (error) {
    // What is left is not shown: the program itself was followed.
    if (!(error instanceof BudgetExceeded)) throw error;
  } finally {
    followed.restore?.();
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
  /** Of the unit that is followed now. */
  private record: NoticingRecorder | undefined;
  /** An instance is made of a class that the program makes none of, without arguments. */
  private isMaking = false;
  /** Undoes what was done to the program's models; set once something was. */
  restore: (() => void) | undefined;

  constructor(
    private readonly interpreter: Interpreter,
    private readonly program: readonly Noticed[],
    called: ReadonlySet<object>,
    private readonly records: UnitRecords,
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
      else this.aside(value, value, undefined, () => this.run(value, undefined));
    }
  }

  /** All methods of a class work on one instance. `build` makes what `call` uses. */
  private followClass(owner: ClassValue, functions: readonly FunctionValue[]): void {
    const own = functions.filter((value) => value.owner === owner && !this.isDone(value));
    const first = own.filter(({ name }) => name === '__init__' || name === 'build').reverse();
    const methods = [...first, ...own.filter((value) => !first.includes(value))];
    this.aside(methods[0] as FunctionValue, owner, this.instances.get(owner.node), () => {
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
      // The program makes none: what its base would need is nobody's fault.
      this.isMaking = true;
      if (base) this.attempt(() => constructNative(this.interpreter, instance, base, [], new Map()));
      this.isMaking = false;
    }
    const { native } = instance;
    if (initialise && native) this.attempt(() => hook(native.type, 'initialised')?.(instance, this.interpreter));
    return instance;
  }

  /** A function, then those that it defines and does not call, which may use its variables. */
  private run(value: FunctionValue, self: Value | undefined): void {
    const before = this.record?.functions.length ?? 0;
    this.attempt(() => {
      const result = callWithParameters(this.interpreter, value, this.parameters(value, self));
      if (result.kind === 'iterator') result.next();
    });
    this.settled.add(value.node);
    const inner = latest(this.record?.functions.slice(before) ?? []).filter(({ node }) => isRunnable(node));
    for (const each of inner) if (!this.isDone(each)) this.run(each, undefined);
  }

  private isDone({ node }: FunctionValue): boolean {
    return this.settled.has(node) || this.record?.calledFunctions.has(node) === true;
  }

  private aside(value: FunctionValue, made: Unit['made'], instance: InstanceValue | undefined, code: () => void): void {
    const settled = new Set(this.settled);
    const now = this.records.follow({ made, instance, settled }, (record, footprint) => {
      this.restore ??= kept(this.program);
      this.record = record;
      const recorder = new HypotheticalRecorder(record, this.interpreter, settled, this.sureFaults(value));
      this.interpreter.budget.begins();
      this.interpreter.aside(recorder, code, footprint);
      return [...this.settled, ...record.calledFunctions].filter((node) => !settled.has(node));
    });
    for (const node of now) this.settled.add(node);
  }

  /** A call without arguments is one that Python could make; what a layer is given wrongly is wrong in any. */
  private sureFaults({ node, owner }: FunctionValue): (fault: Fault) => boolean {
    const required = node.parameters.filter(({ style, default: given }) => !given && style !== '*' && style !== '**');
    const isCallable = required.length <= (owner ? 1 : 0);
    return ({ rule }) => !this.isMaking && (isCallable || rule === 'layer-argument');
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
      // What is thrown otherwise comes of values that no run would meet here, such as an object without its base's state.
      if (error instanceof BudgetExceeded || error instanceof Cancelled) throw error;
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
  const keepLayer = (layer: Layer) => {
    if (seen.has(layer)) return;
    keep(layer);
    if (layer.model) keepModel(layer.model);
    for (const part of layer.sublayers ?? []) keepLayer(part);
  };
  const keepModel = (model: Model) => {
    if (seen.has(model)) return;
    keep(model);
    const own = model.own?.();
    if (own) keepLayer(own);
    for (const layer of model.layers) keepLayer(layer);
  };
  for (const { models, layers, instances } of program) {
    for (const layer of layers) keepLayer(layer);
    for (const model of models) keepModel(model);
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
