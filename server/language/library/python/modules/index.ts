import type { NativeModule } from '../../../values/native-module.js';
import { gzipModule } from './gzip.js';
import { ioModule } from './io.js';
import { jsonModule } from './json.js';
import { mathModule } from './math.js';
import { osModule } from './os.js';
import { osPathModule } from './os-path.js';
import { pathlibModule } from './pathlib.js';
import { randomModule } from './random.js';
import { structModule } from './struct.js';
import { sysModule } from './sys.js';
import { timeModule } from './time.js';

/** Python's own modules, one a file. */
export const moduleEntries: readonly NativeModule[] = [
  gzipModule,
  ioModule,
  jsonModule,
  mathModule,
  osModule,
  osPathModule,
  pathlibModule,
  randomModule,
  structModule,
  sysModule,
  timeModule,
];
