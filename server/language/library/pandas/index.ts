import type { NativeModule } from '../../values/native-module.js';
import { str } from '../../values/value.js';
import { members } from '../python/define.js';
import { frameType } from './frame-type.js';
import { functions } from './functions.js';
import { indexType } from './index-type.js';
import { readers } from './reading.js';
import { seriesType } from './series-type.js';

/** pandas: tables whose rows, columns and types are followed as far as they are known. Their values are not. */
export const modules: readonly NativeModule[] = [
  {
    name: 'pandas',
    members: {
      ...members(...readers, ...functions),
      DataFrame: { kind: 'type', type: frameType },
      Series: { kind: 'type', type: seriesType },
      Index: { kind: 'type', type: indexType },
      __version__: str('3.1.1'),
    },
  },
  { name: 'pandas.core.frame', members: { DataFrame: { kind: 'type', type: frameType } } },
];
