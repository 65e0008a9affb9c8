import type { LayerCall, Model, TensorSpec } from './model.js';

/**
 * The call of the layer that turns an input of texts into numbers, where it alone takes the input, be it in a model inside
 * this one: what it gives is computed before the data goes to an engine, which has no texts.
 */
export function textReader(model: Model, input: TensorSpec): LayerCall | undefined {
  if (input.dtype !== 'string') return undefined;
  const takers = model.calls.flatMap((call) =>
    call.inputs.flatMap((each, place) => (isSame(each, input) ? [{ call, place }] : [])),
  );
  const [first] = takers;
  if (!first || takers.length > 1) return undefined;
  const { call, place } = first;
  const inner = call.layer.model;
  if (inner) return inner.inputs[place] && textReader(inner, inner.inputs[place] as TensorSpec);
  return call.layer.definition.readsTexts && place === 0 ? call : undefined;
}

function isSame({ source: a }: TensorSpec, { source: b }: TensorSpec): boolean {
  return a !== undefined && a.call === b?.call && a.index === b.index;
}
