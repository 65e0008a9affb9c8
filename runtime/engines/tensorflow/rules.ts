import type { Attributes } from '../../../server/language/tensor/graph.js';
import { axisFromFront } from '../../../server/language/tensor/operators/operand.js';
import type { Operand } from '../../../server/language/tensor/operators/operator.js';
import { EngineError } from '../engine.js';
import type { Nodes, Ref, Value } from './nodes.js';

/** A node of ONNX as a rule sees it. */
export interface Call {
  readonly op: string;
  readonly attributes: Attributes;
  readonly inputs: readonly (Value | undefined)[];
  /** What its shape rule says of the outputs. */
  readonly outputs: readonly Operand[];
  /** Which of the outputs somebody uses. */
  readonly wanted: readonly boolean[];
}

/** An operator of ONNX with TensorFlow's nodes: gives the outputs in order. Throws EngineError for what it cannot say. */
export type Rule = (nodes: Nodes, call: Call) => readonly Ref[];

export type Rules = Readonly<Record<string, Rule>>;

/** An input that must be there. */
export function input({ inputs, op }: Call, index: number): Value {
  const value = inputs[index];
  if (!value) throw new EngineError(`${op} needs its input ${index + 1}`);
  return value;
}

export function refuse({ op }: Call, what: string): never {
  throw new EngineError(`the engine tensorflow has no operator ${op} ${what}`);
}

/** How many axes a tensor has. */
export function rankOf(value: Value, call: Call): number {
  return value.shape?.length ?? refuse(call, 'on a tensor whose number of axes is not known');
}

/** An axis counted from the front. */
export function axisOf(axis: number, value: Value, call: Call): number {
  return axis >= 0 ? axis : axisFromFront(axis, rankOf(value, call), call.op, value.shape);
}
