import { type Dim, multiply } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Shape } from '../../tensor/shape.js';
import { activationName, flag, initializer, notSupported, positiveInteger, setting } from '../arguments.js';
import type { GivenArguments, InitializerSpec, LayerArguments, WeightSpec } from '../layer.js';
import { type CellDropout, dropoutSettings, gatedProduct, type StepFactors } from './dropout.js';

/** What a recurrent layer does at each step of a sequence: its weights, its states and its arithmetic. */
export interface Cell {
  /** The name that Keras gives to the cell of a layer: `lstm_cell`. undefined: the weights are the layer's own. */
  readonly name: string | undefined;
  /** How many states it carries from step to step; each is (batch, units). The first is its output. */
  readonly states: number;
  /** The weights for inputs of so many features, by their names within the cell. */
  weights(args: LayerArguments, features: Dim): readonly WeightSpec[];
  readonly dropout: CellDropout;
  /** What a step does with its input alone: done for (batch, features) or for a whole sequence at once. */
  project(
    args: LayerArguments,
    x: SymbolicTensor,
    weights: CellWeights,
    graph: GraphBuilder,
    factors: StepFactors,
  ): SymbolicTensor;
  /** The states after a step, from what `project` gave and the states before. */
  step(
    args: LayerArguments,
    projected: SymbolicTensor,
    states: readonly SymbolicTensor[],
    weights: CellWeights,
    graph: GraphBuilder,
    factors: StepFactors,
  ): readonly SymbolicTensor[];
}

/** A cell's weights by their names within it; undefined for one that it does not have. */
export type CellWeights = (name: string) => SymbolicTensor | undefined;

/** The arguments that cells and the layers made of them share. `gated`: those with a `recurrent_activation`. */
export function cellSettings(given: GivenArguments, gated: boolean): LayerArguments {
  return { units: unitsOf(given), ...gateSettings(given, gated) };
}

export function unitsOf(given: GivenArguments): Dim {
  return positiveInteger(
    given,
    'units',
    (shown) => `Received an invalid value for argument \`units\`, expected a positive integer, got ${shown}.`,
  );
}

/** As `cellSettings`, without the number of units. */
export function gateSettings(given: GivenArguments, gated: boolean): LayerArguments {
  return {
    activation: activationName(given),
    ...(gated ? { recurrent_activation: activationName(given, 'recurrent_activation') } : {}),
    use_bias: flag(given, 'use_bias') ?? true,
    ...weightSettings(given),
  };
}

/** How the three weights are made, and what of them cannot be run. */
export function weightSettings(given: GivenArguments): LayerArguments {
  const weights = (['kernel', 'recurrent', 'bias'] as const).map(
    (name) => [`${name}_initializer`, initializer(given, `${name}_initializer`).spec] as const,
  );
  const dropout = dropoutSettings(given);
  const unknown = Object.keys(dropout).filter((name) => dropout[name] === undefined);
  return {
    ...Object.fromEntries(weights),
    ...dropout,
    notSupported: notSupported(
      given,
      unknown.filter((name) => given.given(name)),
    ),
  };
}

/** Kernel, recurrent kernel and, unless `use_bias` is off, bias of a cell that computes `gates` vectors of its units. */
export function gateWeights(args: LayerArguments, features: Dim, gates: number, bias?: Shape): readonly WeightSpec[] {
  const units = setting<Dim>(args, 'units');
  const columns = multiply(units, gates);
  return cellWeights(args, [features, columns], [units, columns], bias ?? [columns]);
}

/** A cell's three weights in Keras's order. */
export function cellWeights(args: LayerArguments, kernel: Shape, recurrent: Shape, bias: Shape): readonly WeightSpec[] {
  const weight = (name: string, of: string, shape: Shape): WeightSpec => ({
    name,
    shape,
    dtype: 'float32',
    trainable: true,
    initializer: setting<InitializerSpec>(args, `${of}_initializer`),
  });
  const both = [weight('kernel', 'kernel', kernel), weight('recurrent_kernel', 'recurrent', recurrent)];
  return args['use_bias'] ? [...both, weight('bias', 'bias', bias)] : both;
}

/**
 * The weights of an LSTM with `unit_forget_bias`: the part of the bias that opens the forget gate begins with ones;
 * `part` of `parts`, counted from 0.
 */
export function withForgetBias(
  args: LayerArguments,
  weights: readonly WeightSpec[],
  part = 1,
  parts = 4,
): readonly WeightSpec[] {
  const asked = args['unit_forget_bias'];
  if (asked === false) return weights;
  return weights.map((weight) =>
    weight.name === 'bias'
      ? {
          ...weight,
          initializer: asked
            ? { name: 'UnitForgetBias', part, parts, rest: weight.initializer }
            : { name: 'Undrawn', of: undefined },
        }
      : weight,
  );
}

/** x · kernel + bias, with something left out of x. */
export function affine(
  graph: GraphBuilder,
  x: SymbolicTensor,
  kernel: SymbolicTensor | undefined,
  bias: SymbolicTensor | undefined,
  factors: readonly SymbolicTensor[],
): SymbolicTensor {
  const product = gatedProduct(graph, x, kernel, factors);
  return bias ? graph.one('Add', [product, bias]) : product;
}
