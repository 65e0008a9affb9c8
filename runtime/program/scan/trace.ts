import type { Attributes } from '../../../server/language/tensor/graph.js';
import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { Tape } from '../tape.js';
import type { Scan } from './scan.js';

/** A scan's body written anew, by itself, with what is now known of its inputs. */
export interface Trace {
  readonly tape: Tape;
  readonly carried: readonly SymbolicTensor[];
  readonly walked: readonly SymbolicTensor[];
  /** What the body takes from around it, by the names there. */
  readonly captured: ReadonlyMap<string, SymbolicTensor>;
  readonly outputs: readonly SymbolicTensor[];
  /** By the body's names. */
  readonly tensors: ReadonlyMap<string, SymbolicTensor>;
}

/** `wanted`: how many outputs an operator must give, where more than the body asks for. */
export function traceOf(
  { body, initial, walked, captured }: Scan,
  wanted?: (op: string, inputs: readonly (SymbolicTensor | undefined)[], attributes: Attributes) => number | undefined,
): Trace {
  const tape = new Tape(body.name);
  const tensors = new Map<string, SymbolicTensor>();
  const inputs = body.inputs.map(({ name, dtype }, i) => {
    const shape = i < initial.length ? initial[i]?.shape : walked[i - initial.length]?.shape?.slice(1);
    const tensor = tape.input(name, dtype, shape);
    tensors.set(name, tensor);
    return tensor;
  });
  const around = new Map(
    [...captured].map(([name, outer]): [string, SymbolicTensor] => [
      name,
      { ...outer, name: tape.input(name, outer.dtype, outer.shape).name },
    ]),
  );
  for (const [name, tensor] of around) tensors.set(name, tensor);
  for (const [name, data] of body.initializers) tensors.set(name, tape.constant(data, name));
  for (const node of body.nodes) {
    tape.layer = node.layer;
    const operands = node.inputs.map((name) => (name === '' ? undefined : tensors.get(name)));
    const count = Math.max(node.outputs.length, wanted?.(node.op, operands, node.attributes) ?? 1);
    const outputs = tape.apply(node.op, operands, node.attributes, count);
    node.outputs.forEach((name, i) => {
      tensors.set(name, outputs[i] as SymbolicTensor);
    });
  }
  return {
    tape,
    carried: inputs.slice(0, initial.length),
    walked: inputs.slice(initial.length),
    captured: around,
    outputs: body.outputs.map(({ name }) => tensors.get(name) as SymbolicTensor),
    tensors,
  };
}
