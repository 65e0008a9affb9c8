import { type CallArgument, CallArguments } from '../layers/call-arguments.js';
import type { LayerArguments, LayerDefinition } from '../layers/layer.js';
import type { GraphBuilder, SymbolicTensor } from '../tensor/graph-builder.js';

/** The masks that Keras carries along with tensors, in a graph: by the names of the tensors that have one. */
export type Masks = Map<string, SymbolicTensor>;

export interface MaskedCall {
  readonly inputs: readonly SymbolicTensor[];
  readonly given: CallArguments;
}

/**
 * A call with the masks that Keras gives it though the program does not write them: `mask` where one argument holds
 * tensors, else `NAME_mask` for each that does. They are further inputs of the call. `older`: Keras 2 gives `mask` that of
 * the first argument, whatever else holds tensors.
 */
export function withMasks(
  definition: LayerDefinition,
  inputs: readonly SymbolicTensor[],
  given: CallArguments,
  masks: Masks,
  older = false,
): MaskedCall {
  if (masks.size === 0) return { inputs, given };
  const { parameters } = given;
  const holding = parameters.filter((name) => given.inputs(name).length > 0);
  const all = [...inputs];
  const values = new Map(given.values);
  for (const name of holding) {
    const takes = holding.length === 1 || (older && name === given.first) ? 'mask' : `${name}_mask`;
    const argument = given.values.get(name);
    if (!argument || !parameters.includes(takes) || given.given(takes)) continue;
    if (takes === 'mask' && !definition.callSignature && !definition.masking?.startsWith('takes')) continue;
    if (given.inputs(name).some((place) => masks.has(inputs[place]?.name ?? '')))
      values.set(takes, maskArgument(argument, inputs, masks, all));
  }
  return all.length === inputs.length
    ? { inputs, given }
    : { inputs: all, given: new CallArguments(given.signature, values) };
}

/** The masks of the tensors in an argument, in its own structure, put behind the call's other inputs. */
function maskArgument(
  argument: CallArgument,
  inputs: readonly SymbolicTensor[],
  masks: Masks,
  all: SymbolicTensor[],
): CallArgument {
  switch (argument.kind) {
    case 'tensor': {
      const mask = masks.get(inputs[argument.input]?.name ?? '');
      if (!mask) return { kind: 'plain', value: null };
      return { kind: 'tensor', input: all.push(mask) - 1 };
    }
    case 'list':
      return { ...argument, elements: argument.elements.map((each) => maskArgument(each, inputs, masks, all)) };
    case 'dict':
      return {
        kind: 'dict',
        entries: new Map([...argument.entries].map(([key, each]) => [key, maskArgument(each, inputs, masks, all)])),
      };
    default:
      return { kind: 'plain', value: null };
  }
}

/**
 * Notes down the masks of what a call gives: as its definition says, or those of its first argument where it passes them
 * on. `operands` are the inputs as the layer computes with them.
 */
export function noteMasks(
  definition: LayerDefinition,
  args: LayerArguments,
  { inputs, given, operands }: MaskedCall & { readonly operands: readonly SymbolicTensor[] },
  outputs: readonly SymbolicTensor[],
  masks: Masks,
  graph: GraphBuilder,
): void {
  if (!definition.masks && (masks.size === 0 || !definition.masking?.endsWith('passes'))) return;
  const first = given.inputs(given.first);
  const own = given.input('mask');
  const before = first.map((place) => (own === undefined ? masks.get(inputs[place]?.name ?? '') : inputs[own]));
  const x = first.map((place) => operands[place] as SymbolicTensor);
  const after = definition.masks ? definition.masks(args, x, before, graph) : before;
  outputs.forEach(({ name }, i) => {
    const mask = after[i];
    if (mask && !masks.has(name)) masks.set(name, mask);
  });
}
