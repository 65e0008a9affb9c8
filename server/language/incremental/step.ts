import type { Binding, ModelUse } from '../analysis.js';
import type { Footprint } from '../interpreter/footprint.js';
import type { Scope } from '../interpreter/scope.js';
import type { Layer, LayerCall, Model } from '../model/model.js';
import type { Fault, Recorder } from '../recorder.js';
import type { Node, Statement } from '../syntax/tree.js';
import type { FunctionValue, InstanceValue, Value } from '../values/value.js';

/** What one top-level statement did when it ran: enough to say it again without running it. */
export interface Step {
  readonly statement: Statement;
  /** The names that it read before it bound them itself. */
  readonly reads: readonly Variable[];
  /** The names that it bound, with their values at its end. */
  readonly bound: readonly Variable[];
  readonly record: StepRecord;
  /** Budget that it took. */
  readonly cost: number;
  /** What it shares with other statements and can be changed: objects, states of the library by their keys. */
  readonly anchors: readonly (object | string)[];
  /** The statements that it shares such things with carry the same group. */
  group: Group;
}

/** A name of a module; without a value it is not bound. */
export interface Variable {
  readonly scope: Scope;
  readonly name: string;
  readonly value: Value | undefined;
}

/** What a footprint has of the program's names. */
export function readBy({ reads }: Footprint): Variable[] {
  return [...reads].flatMap(([scope, names]) => [...names].map(([name, value]) => ({ scope, name, value })));
}

/** Statements that work on the same changeable things: they are run again together, since objects cannot go back in time. */
export interface Group {
  size: number;
  outdated: boolean;
}

/** Keeps what interpretation tells of one statement, but for values. */
export class StepRecord implements Recorder {
  readonly models: Model[] = [];
  readonly layers: Layer[] = [];
  readonly layerCalls: LayerCall[] = [];
  readonly bindings: Binding[] = [];
  readonly uses: ModelUse[] = [];
  readonly faults: Fault[] = [];
  /** What could be run though nobody calls it, and what is called. */
  readonly functions: FunctionValue[] = [];
  readonly instances: InstanceValue[] = [];
  readonly calledFunctions = new Set<Node>();

  append(other: StepRecord): void {
    for (const model of other.models) this.models.push(model);
    for (const layer of other.layers) this.layers.push(layer);
    for (const call of other.layerCalls) this.layerCalls.push(call);
    for (const binding of other.bindings) this.bindings.push(binding);
    for (const use of other.uses) this.uses.push(use);
    for (const fault of other.faults) this.faults.push(fault);
    for (const value of other.functions) this.functions.push(value);
    for (const value of other.instances) this.instances.push(value);
    for (const node of other.calledFunctions) this.calledFunctions.add(node);
  }

  value(_node: Node, _value: Value): void {}

  binding(target: Binding['target'], name: string, value: Value): void {
    this.bindings.push({ target, name, value });
  }

  layer(layer: Layer): void {
    this.layers.push(layer);
  }

  layerCall(call: LayerCall): void {
    this.layerCalls.push(call);
  }

  model(model: Model): void {
    this.models.push(model);
  }

  use(model: Model, method: string, range: ModelUse['range']): void {
    this.uses.push({ model, method, range });
  }

  fault(fault: Fault): void {
    this.faults.push(fault);
  }

  made(value: FunctionValue | InstanceValue): void {
    if (value.kind === 'instance') this.instances.push(value);
    else if (value.node.kind === 'Function') this.functions.push(value);
  }

  called(node: Node): void {
    this.calledFunctions.add(node);
  }
}
