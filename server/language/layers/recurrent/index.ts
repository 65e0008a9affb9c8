import type { LayerDefinition } from '../layer.js';
import { spatialRanks } from '../spatial-arguments.js';
import { gruCellLayer, lstmCellLayer, simpleRnnCellLayer } from './cell-layers.js';
import { convLstm } from './conv-lstm.js';
import { cudnnGru, cudnnLstm } from './cudnn-layers.js';
import { gru, lstm, simpleRnn } from './recurrent-layers.js';
import { rnn } from './rnn.js';
import { stackedRnnCells } from './stacked-cells.js';

export const recurrent: readonly LayerDefinition[] = [
  simpleRnn,
  lstm,
  gru,
  cudnnLstm,
  cudnnGru,
  simpleRnnCellLayer,
  lstmCellLayer,
  gruCellLayer,
  stackedRnnCells,
  rnn,
  ...spatialRanks.map(convLstm),
];
