import type { LayerDefinition } from '../layer.js';
import { gru, lstm, simpleRnn } from './recurrent-layers.js';

export const recurrent: readonly LayerDefinition[] = [simpleRnn, lstm, gru];
