import type { Dim } from '../../tensor/dim.js';
import type { SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Shape } from '../../tensor/shape.js';
import { setting } from '../arguments.js';
import type { ConfigExceptions, GivenArguments, LayerArguments, LayerDefinition } from '../layer.js';
import type { Cell } from './cell.js';
import { noFactors, stepFactors } from './dropout.js';
import {
  checkSequence,
  checkStates,
  maskIn,
  outputCount,
  placesOf,
  sequenceCall,
  sequenceMasks,
  timeFirst,
  vectorSequenceSettings,
  walk,
} from './sequence.js';

interface VectorLayer {
  readonly name: string;
  readonly cell: Cell;
  readonly signature: string;
  readonly description: string;
  readonly documentation: string;
  readonly nameBase?: string;
  readonly activity?: 'within';
  readonly forgetsActivity?: true;
  readonly config?: ConfigExceptions;
  configure(given: GivenArguments): LayerArguments;
}

/** A layer that walks through sequences of vectors, (batch, time, features), with a cell of its own. */
export function vectorLayer({ cell, ...layer }: VectorLayer): LayerDefinition {
  const prefix = cell.name === undefined ? '' : `${cell.name}/`;
  return {
    ...layer,
    ...(cell.name === undefined ? {} : { attributes: { [cell.name]: 'cell' } }),
    masking: 'takes',
    masks: sequenceMasks,
    callSignature: sequenceCall,
    configure: (given) => ({ ...layer.configure(given), ...vectorSequenceSettings(given) }),
    inputSpec(args, built, given, inputs) {
      const { sequence, states } = placesOf(given);
      const shape = inputs[sequence];
      if (shape?.length === 3) {
        checkSequence(args, shape);
        checkStates(
          states.map((place) => inputs[place]),
          statesOf(args, shape, cell),
        );
      }
      const features = built?.[0]?.shape[0];
      const spec = { rank: 3, ...(features === undefined ? {} : { axes: new Map([[-1, features]]) }) };
      return inputs.map((_, place) => (place === sequence ? spec : undefined));
    },
    outputCount: (args) => outputCount(args, cell.states),
    weights: (args, inputs, given) =>
      cell
        .weights(args, inputs[placesOf(given).sequence]?.at(-1) as Dim)
        .map((weight) => ({ ...weight, name: prefix + weight.name })),
    states: (args, inputs, given) =>
      args['stateful'] ? statesOf(args, inputs[placesOf(given).sequence] as Shape, cell) : undefined,
    call(args, inputs, weights, context) {
      const { graph, given, training } = context;
      const places = placesOf(given);
      const x = inputs[places.sequence] as SymbolicTensor;
      const carried = statesOf(args, x.shape as Shape, cell);
      const initial = places.states.map((place) => inputs[place] as SymbolicTensor);
      const own = (name: string) => weights.get(prefix + name);
      const sequence = timeFirst(args, graph, x);
      const drawn = { sequence, input: (x.shape as Shape).slice(2), state: (carried[0] as Shape).slice(1) };
      const factors = training ? stepFactors(args, cell.dropout, drawn, graph) : noFactors;
      const projected = cell.project(args, sequence, own, graph, factors);
      const mask = maskIn(given, inputs);
      return walk(args, { x: projected, mask, initial, carried }, weights, context, (now, before, body) =>
        cell.step(args, now, before, own, body, factors),
      );
    },
  };
}

function statesOf(args: LayerArguments, sequence: Shape, cell: Cell): readonly Shape[] {
  const state = [sequence[batchAxis(args)] as Dim, setting<Dim>(args, 'units')];
  return Array.from({ length: cell.states }, () => state);
}

function batchAxis(args: LayerArguments): number {
  return args['time_major'] ? 1 : 0;
}
