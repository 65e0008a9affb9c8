import type { Layer, LayerCall, Model, TensorSpec } from './model.js';

/**
 * The call of the layer that turns an input of texts into numbers, or hashes its numbers, where it alone takes the input, be
 * it in a model inside this one: what it gives is computed before the data goes to an engine, which has no texts.
 */
export function textReader(model: Model, input: TensorSpec): LayerCall | undefined {
  const takers = model.calls.flatMap((call) =>
    call.inputs.flatMap((each, place) => (isSame(each, input) ? [{ call, place }] : [])),
  );
  const [first] = takers;
  if (!first || takers.length > 1) return undefined;
  const { call, place } = first;
  const inner = call.layer.model;
  if (inner) return inner.inputs[place] && textReader(inner, inner.inputs[place] as TensorSpec);
  const { readsTexts } = call.layer.definition;
  const reads = input.dtype === 'string' ? readsTexts !== undefined : readsTexts === 'numbers too';
  return reads && place === 0 ? call : undefined;
}

/** The layers that are computed before a model's data goes to an engine. */
export function textReaders(model: Model): ReadonlySet<Layer> {
  return new Set(model.inputs.flatMap((input) => textReader(model, input)?.layer ?? []));
}

function isSame({ source: a }: TensorSpec, { source: b }: TensorSpec): boolean {
  return a !== undefined && a.call === b?.call && a.index === b.index;
}
