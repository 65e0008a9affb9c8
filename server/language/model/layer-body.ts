import { noCallArguments } from '../layers/call-arguments.js';
import { inputLayer } from '../layers/core/input.js';
import type { Layer, LayerBody, LayerCall, TensorSpec } from './model.js';

/** Tensors like these that come from nowhere: what a computation that the program defines is run on. */
export function inputSpecs(inputs: readonly Pick<TensorSpec, 'shape' | 'dtype'>[]): readonly TensorSpec[] {
  return inputs.map(({ shape, dtype }) => {
    const layer: Layer = {
      definition: inputLayer,
      name: 'input',
      arguments: {},
      range: nowhere,
      weights: [],
      trainable: true,
      calls: [],
    };
    const outputs: TensorSpec[] = [];
    const call: LayerCall = { layer, inputs: [], given: noCallArguments, outputs, range: nowhere };
    const spec: TensorSpec = { shape, dtype, source: { call, index: 0 } };
    outputs.push(spec);
    layer.calls.push(call);
    return spec;
  });
}

const nowhere = { start: 0, end: 0 };

/** What leads from inputs to outputs, and to what else it does. Tensors that come from elsewhere are left as they are. */
export function layerBody(
  inputs: readonly TensorSpec[],
  outputs: readonly TensorSpec[],
  effects: Pick<LayerBody, 'penalties' | 'updates'> = {},
): LayerBody {
  const calls: LayerCall[] = [];
  const seen = new Set<LayerCall>();
  const visit = ({ source }: TensorSpec) => {
    if (!source || seen.has(source.call)) return;
    seen.add(source.call);
    for (const input of source.call.inputs) visit(input);
    if (source.call.inputs.length || source.call.layer.definition.takesNothing) calls.push(source.call);
  };
  for (const output of outputs) visit(output);
  for (const penalty of effects.penalties ?? []) visit(penalty);
  for (const { value } of effects.updates ?? []) visit(value);
  return { inputs, outputs, calls, ...effects };
}
