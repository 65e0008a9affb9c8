import type { Range } from '../syntax/tree.js';
import type { Layer, LayerCall, Model, TensorSpec } from './model.js';

/** The model between some inputs and outputs, its layers in the order in which Keras lists them. */
export function functionalModel(
  name: string,
  range: Range,
  inputs: readonly TensorSpec[],
  outputs: readonly TensorSpec[],
  keys: Pick<Model, 'inputKeys' | 'outputKeys' | 'outputStructure'> = {},
): Model | { readonly disconnected: TensorSpec } {
  const walk = new Walk(inputs);
  for (const output of outputs) walk.visit(output);
  const depths = depthsOf(walk.calls);
  for (const input of inputs) {
    const call = input.source?.call;
    if (call && call.inputs.length === 0 && !walk.order.has(call.layer)) {
      walk.order.set(call.layer, -1);
      depths.layers.set(call.layer, 0);
      walk.calls.unshift(call);
    }
  }
  const needed = walk.calls.find(
    (call) =>
      call.inputs.length === 0 &&
      !call.layer.definition.takesNothing &&
      !inputs.some((input) => input.source?.call === call),
  );
  if (needed) return { disconnected: needed.outputs[0] as TensorSpec };
  const layers = [...depths.layers.keys()].sort(
    (a, b) =>
      (depths.layers.get(b) as number) - (depths.layers.get(a) as number) ||
      (walk.order.get(a) as number) - (walk.order.get(b) as number),
  );
  return { name, kind: 'functional', range, layers, calls: walk.calls, inputs, outputs, ...keys, built: true };
}

/** Depth-first from the outputs: calls after what they need, layers by when they were first met. */
class Walk {
  readonly calls: LayerCall[] = [];
  readonly order = new Map<Layer, number>();
  private readonly finished = new Set<LayerCall>();

  constructor(private readonly inputs: readonly TensorSpec[]) {}

  visit(tensor: TensorSpec): void {
    const call = tensor.source?.call;
    if (!call || this.finished.has(call)) return;
    this.finished.add(call);
    const given =
      call.inputs.length > 0 &&
      this.inputs.some((input) => input.source?.call === call && input.source.index === tensor.source?.index);
    if (given) return;
    if (!this.order.has(call.layer)) this.order.set(call.layer, this.order.size);
    for (const input of neededBy(call)) this.visit(input);
    this.calls.push(call);
  }
}

/** All tensors that a call computes with. */
function neededBy({ inputs, masks }: LayerCall): readonly TensorSpec[] {
  return masks ? [...inputs, ...masks] : inputs;
}

/** How many layers lie between a layer and the outputs, at most; a shared layer counts at its deepest call. */
function depthsOf(calls: readonly LayerCall[]): { readonly layers: Map<Layer, number> } {
  const layers = new Map<Layer, number>();
  const depths = new Map<LayerCall, number>();
  const inGraph = new Set(calls);
  for (const call of [...calls].reverse()) {
    const depth = Math.max(depths.get(call) ?? 0, layers.get(call.layer) ?? 0);
    layers.set(call.layer, depth);
    depths.set(call, depth);
    for (const { source } of neededBy(call)) {
      if (source && inGraph.has(source.call))
        depths.set(source.call, Math.max(depth + 1, depths.get(source.call) ?? 0));
    }
  }
  return { layers };
}
