import type { Dim } from '../../tensor/dim.js';
import type { SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Shape } from '../../tensor/shape.js';
import { layerArgument, refused, setting } from '../arguments.js';
import type { GivenArguments, LayerArguments, LayerDefinition, LayerHandle } from '../layer.js';
import { cellFactors, withFactors } from './cell-factors.js';
import {
  checkSequence,
  checkStates,
  maskIn,
  outputCount,
  placesOf,
  sequenceCall,
  sequenceMasks,
  sequenceSignature,
  timeFirst,
  vectorSequenceSettings,
  walk,
} from './sequence.js';
import { isNoCell, stackedRnnCells, stepOf } from './stacked-cells.js';

/** A cell of the program's choice, walked through a sequence. */
export const rnn: LayerDefinition = {
  name: 'RNN',
  masking: 'takes',
  masks: sequenceMasks,
  signature: `cell, ${sequenceSignature}, unroll=False, zero_output_for_mask=False, time_major=False`,
  callSignature: sequenceCall,
  description:
    'Walks a recurrent cell, or several stacked ones, through a sequence: (batch, time, features) becomes (batch, units), or (batch, time, units) with return_sequences=True.',
  documentation: 'layers/recurrent_layers/rnn/',
  configure: (given) => ({ cell: cellOf(given), ...vectorSequenceSettings(given) }),
  sublayers: (args) => [setting<LayerHandle | undefined>(args, 'cell')].filter((cell) => cell !== undefined),
  inputSpec(args, _built, given, inputs) {
    const { sequence, states } = placesOf(given);
    const shape = inputs[sequence];
    const carried = shape && shape.length > 2 ? carriedBy(args, shape) : undefined;
    if (shape && shape.length > 2) checkSequence(args, shape);
    if (carried) {
      checkStates(
        states.map((place) => inputs[place]),
        carried,
      );
    }
    const spec = carried ? { rank: 3 } : { minRank: 3 };
    return inputs.map((_, place) => (place === sequence ? spec : undefined));
  },
  outputCount: (args) => outputCount(args, sizesOf(args)?.length ?? 0),
  outputLists(args) {
    if (!args['return_state']) return [undefined];
    const cell = setting<LayerHandle | undefined>(args, 'cell');
    const cells = setting<readonly LayerHandle[] | undefined>(cell?.arguments ?? {}, 'cells');
    const counts = (cells ?? []).map((each) => each.definition.stateSizes?.(each.arguments)?.length ?? 1);
    // A cell of one state has it by itself, one of several has a list: Keras's state_size.
    if (cells) return [undefined, ...counts.map((count) => (count === 1 ? undefined : count))];
    return [undefined, ...(sizesOf(args) ?? []).map(() => undefined)];
  },
  weights: (args) => (args['cell'] ? [] : undefined),
  states: (args, inputs, given) =>
    args['stateful'] ? carriedBy(args, inputs[placesOf(given).sequence] as Shape) : undefined,
  call(args, inputs, weights, context) {
    const { graph, given, training, apply } = context;
    const places = placesOf(given);
    const cell = setting<LayerHandle | undefined>(args, 'cell');
    const x = inputs[places.sequence] as SymbolicTensor;
    const carried = x.shape && carriedBy(args, x.shape);
    if (!cell || !carried) return [{ ...graph.one('Identity', [x]), shape: undefined }];
    const initial = places.states.map((place) => inputs[place] as SymbolicTensor);
    const sequence = timeFirst(args, graph, x);
    const drawn = training ? cellFactors(cell, sequence, graph) : [];
    const factors = withFactors(stepOf(cell, carried.length), drawn, 1 + carried.length);
    const mask = maskIn(given, inputs);
    const walked = { x: sequence, mask, initial, carried, shown: shownBy(cell) };
    return walk(args, walked, weights, context, (now, before, body) =>
      apply(cell, [now, ...before, ...factors.tensors], factors.given, body).slice(1),
    );
  },
};

/** The cell; several of them make a stack of cells. undefined where it is not known. */
function cellOf(given: GivenArguments): LayerHandle | undefined {
  const value = given.get('cell');
  if (Array.isArray(value)) {
    const stack: GivenArguments = { get: () => value, given: () => true };
    try {
      return { definition: stackedRnnCells, name: 'stacked_rnn_cells', arguments: stackedRnnCells.configure(stack) };
    } catch {
      throw refused('cell', value, 'recurrent cells, such as LSTMCell', 'All cells must have a `call` method.');
    }
  }
  const cell = layerArgument(
    given,
    'cell',
    (shown) => `Argument \`cell\` should have a \`call\` method. Received: cell=${shown}`,
  );
  if (cell && isNoCell(cell)) {
    throw refused(
      'cell',
      { symbol: cell.definition.name, layer: cell },
      'a recurrent cell, such as LSTMCell',
      `The RNN cell should have a \`state_size\` attribute. Received: cell=${cell.definition.name}`,
    );
  }
  return cell;
}

function sizesOf(args: LayerArguments): readonly Dim[] | undefined {
  const cell = setting<LayerHandle | undefined>(args, 'cell');
  return cell?.definition.stateSizes?.(cell.arguments);
}

/** The shapes of the states; undefined where the cell's are not known. */
function carriedBy(args: LayerArguments, sequence: Shape): readonly Shape[] | undefined {
  const samples = sequence[args['time_major'] ? 1 : 0] as Dim;
  return sizesOf(args)?.map((size) => [samples, size]);
}

/** Which of a cell's states is its output: the first; of a stack, the first of its last cell. */
function shownBy(cell: LayerHandle): number {
  const cells = setting<readonly LayerHandle[] | undefined>(cell.arguments, 'cells') ?? [];
  return cells.slice(0, -1).reduce((sum, each) => sum + (each.definition.stateSizes?.(each.arguments)?.length ?? 0), 0);
}
