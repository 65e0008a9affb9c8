import { flag, refused } from '../arguments.js';
import type { GivenArguments, LayerDefinition } from '../layer.js';
import { cellSettings } from './cell.js';
import { gruCell, lstmCell, simpleRnnCell } from './cells.js';
import { sequenceSignature } from './sequence.js';
import { vectorLayer } from './vector-layer.js';

const initializers =
  "use_bias=True, kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal', bias_initializer='zeros'";
const options =
  'kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, recurrent_constraint=None, bias_constraint=None, dropout=0.0, recurrent_dropout=0.0, seed=None';
/** What all three end with; `time_major` is Keras 2's. */
const rest = `${sequenceSignature}, unroll=False, zero_output_for_mask=False, time_major=False`;

export const simpleRnn: LayerDefinition = vectorLayer({
  name: 'SimpleRNN',
  config: { without: ['seed'] },
  cell: simpleRnnCell,
  // Keras 3 takes it, and forgets it.
  activity: 'within',
  forgetsActivity: true,
  signature: `units, activation='tanh', ${initializers}, ${options}, ${rest}`,
  description:
    'Reads a sequence step by step, each time from the step and its own last output: (batch, time, features) becomes (batch, units), or (batch, time, units) with return_sequences=True.',
  documentation: 'layers/recurrent_layers/simple_rnn/',
  configure: (given) => cellSettings(given, false),
});

export const lstm: LayerDefinition = vectorLayer({
  name: 'LSTM',
  cell: lstmCell,
  signature: `units, activation='tanh', recurrent_activation='sigmoid', ${initializers}, unit_forget_bias=True, ${options}, ${rest}, use_cudnn='auto'`,
  description:
    'Long short-term memory: reads a sequence step by step and decides by gates what to keep, add and show. (batch, time, features) becomes (batch, units), or (batch, time, units) with return_sequences=True.',
  documentation: 'layers/recurrent_layers/lstm/',
  configure(given) {
    checkCudnn(given);
    return { ...cellSettings(given, true), unit_forget_bias: flag(given, 'unit_forget_bias') };
  },
});

export const gru: LayerDefinition = vectorLayer({
  name: 'GRU',
  cell: gruCell,
  signature: `units, activation='tanh', recurrent_activation='sigmoid', ${initializers}, ${options}, ${rest}, reset_after=True, use_cudnn='auto'`,
  description:
    'Gated recurrent unit: reads a sequence step by step and decides by two gates how much of its state to replace. (batch, time, features) becomes (batch, units), or (batch, time, units) with return_sequences=True.',
  documentation: 'layers/recurrent_layers/gru/',
  configure(given) {
    checkCudnn(given);
    return { ...cellSettings(given, true), reset_after: flag(given, 'reset_after') };
  },
});

function checkCudnn(given: GivenArguments): void {
  const value = given.get('use_cudnn');
  if (value === undefined || value === 'auto' || typeof value === 'boolean') return;
  throw refused(
    'use_cudnn',
    value,
    "'auto', True or False",
    "Invalid valid received for argument `use_cudnn`. Expected one of {'auto', True, False}.",
  );
}
