import type { Dim } from '../../tensor/dim.js';
import type { SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Shape } from '../../tensor/shape.js';
import { flag, setting } from '../arguments.js';
import type { CallArguments } from '../call-arguments.js';
import type { GivenArguments, LayerArguments, LayerDefinition } from '../layer.js';
import { type Cell, cellSettings } from './cell.js';
import { factorsIn } from './cell-factors.js';
import { gruCell, lstmCell, simpleRnnCell } from './cells.js';
import { checkStates } from './sequence.js';

const initializers =
  "use_bias=True, kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal', bias_initializer='zeros'";
const options =
  'kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None, kernel_constraint=None, recurrent_constraint=None, bias_constraint=None, dropout=0.0, recurrent_dropout=0.0';

export const simpleRnnCellLayer: LayerDefinition = cellLayer(simpleRnnCell, {
  name: 'SimpleRNNCell',
  signature: `units, activation='tanh', ${initializers}, ${options}, seed=None`,
  callSignature: 'sequence, states, training=False',
  description: 'One step of a SimpleRNN: from the input of the step and the last output, the next output.',
  documentation: 'layers/recurrent_layers/simple_rnn_cell/',
  configure: (given) => cellSettings(given, false),
});

export const lstmCellLayer: LayerDefinition = cellLayer(lstmCell, {
  name: 'LSTMCell',
  signature: `units, activation='tanh', recurrent_activation='sigmoid', ${initializers}, unit_forget_bias=True, ${options}, seed=None`,
  callSignature: 'inputs, states, training=False',
  description: 'One step of an LSTM: from the input of the step and [output, carry], the next [output, carry].',
  documentation: 'layers/recurrent_layers/lstm_cell/',
  configure: (given) => ({ ...cellSettings(given, true), unit_forget_bias: flag(given, 'unit_forget_bias') }),
});

export const gruCellLayer: LayerDefinition = cellLayer(gruCell, {
  name: 'GRUCell',
  signature: `units, activation='tanh', recurrent_activation='sigmoid', ${initializers}, ${options}, reset_after=True, seed=None`,
  callSignature: 'inputs, states, training=False',
  description: 'One step of a GRU: from the input of the step and the last output, the next output.',
  documentation: 'layers/recurrent_layers/gru_cell/',
  configure: (given) => ({ ...cellSettings(given, true), reset_after: flag(given, 'reset_after') }),
});

interface CellLayer {
  readonly name: string;
  readonly signature: string;
  readonly callSignature: string;
  readonly description: string;
  readonly documentation: string;
  configure(given: GivenArguments): LayerArguments;
}

/** A cell as a layer of its own, called on (batch, features) and its states; gives the output and the states after. */
function cellLayer(cell: Cell, layer: CellLayer): LayerDefinition {
  const sizes = (args: LayerArguments) => Array.from({ length: cell.states }, () => setting<Dim>(args, 'units'));
  return {
    ...layer,
    cellDropout: cell.dropout,
    stateSizes: sizes,
    inputSpec(args, built, given, inputs) {
      const [x] = inputs;
      const carried = sizes(args).map((size): Shape => [x?.[0] as Dim, size]);
      if (x) {
        checkStates(
          statePlaces(given).map((place) => inputs[place]),
          carried,
        );
      }
      const features = built?.[0]?.shape[0];
      const spec = { minRank: 2, ...(features === undefined ? {} : { axes: new Map([[-1, features]]) }) };
      return inputs.map((_, place) => (place === 0 ? spec : undefined));
    },
    outputCount: () => 1 + cell.states,
    outputLists: (_args, given) => [undefined, given.isNested('states') ? cell.states : undefined],
    weights: (args, inputs) => cell.weights(args, inputs[0]?.at(-1) as Dim),
    call(args, inputs, weights, { graph, given }) {
      const own = (name: string) => weights.get(name);
      const states = statePlaces(given).map((place) => inputs[place] as SymbolicTensor);
      if (!inputs[0] || states.length !== cell.states) return [];
      const factors = factorsIn(given, inputs, 0);
      const projected = cell.project(args, inputs[0], own, graph, factors);
      const after = cell.step(args, projected, states, own, graph, factors);
      return [after[0] as SymbolicTensor, ...after];
    },
  };
}

function statePlaces(given: CallArguments): readonly number[] {
  return given.inputs('states');
}
