import type { NativeModule } from '../../../values/native-module.js';
import { abcModule } from './abc.js';
import { abslAppModule, abslFlagsModule, abslLoggingModule, fireModule } from './absl.js';
import { argparseModule } from './argparse.js';
import { collectionsModule } from './collections.js';
import { contextlibModule } from './contextlib.js';
import { copyModule } from './copy.js';
import { csvModule } from './csv.js';
import { dataclassesModule } from './dataclasses.js';
import { datetimeModule } from './datetime.js';
import { enumModule } from './enum.js';
import { functoolsModule } from './functools.js';
import { globModule } from './glob.js';
import { gzipModule } from './gzip.js';
import { ioModule } from './io.js';
import { ipythonDisplayModule, ipythonModule } from './ipython.js';
import { itertoolsModule } from './itertools.js';
import { jsonModule } from './json.js';
import { loggingModule } from './logging.js';
import { mathModule } from './math.js';
import { operatorModule } from './operator.js';
import { osModule } from './os.js';
import { osPathModule } from './os-path.js';
import { pathlibModule } from './pathlib.js';
import { pickleModule } from './pickle.js';
import { randomModule } from './random.js';
import { reModule } from './re.js';
import { bisectModule, statisticsModule, textwrapModule } from './sequences.js';
import { shutilModule } from './shutil.js';
import { sixModule, sixMovesModule } from './six.js';
import { sslModule } from './ssl.js';
import { stringModule } from './string.js';
import { structModule } from './struct.js';
import { sysModule } from './sys.js';
import { tempfileModule } from './tempfile.js';
import { timeModule } from './time.js';
import { timeitModule } from './timeit.js';
import { tqdmModule } from './tqdm.js';
import { typingModule } from './typing.js';
import { urllibErrorModule, urllibRequestModule } from './urllib.js';
import { warningsModule } from './warnings.js';
import { zipfileModule } from './zipfile.js';

/** Python's own modules, one a file. */
export const moduleEntries: readonly NativeModule[] = [
  abcModule,
  abslAppModule,
  abslFlagsModule,
  abslLoggingModule,
  bisectModule,
  contextlibModule,
  fireModule,
  operatorModule,
  statisticsModule,
  textwrapModule,
  tqdmModule,
  argparseModule,
  collectionsModule,
  copyModule,
  csvModule,
  dataclassesModule,
  datetimeModule,
  enumModule,
  functoolsModule,
  itertoolsModule,
  loggingModule,
  stringModule,
  typingModule,
  urllibErrorModule,
  urllibRequestModule,
  warningsModule,
  globModule,
  gzipModule,
  ioModule,
  jsonModule,
  mathModule,
  osModule,
  osPathModule,
  pathlibModule,
  pickleModule,
  randomModule,
  reModule,
  sslModule,
  structModule,
  sysModule,
  timeModule,
  ipythonModule,
  ipythonDisplayModule,
  sixModule,
  sixMovesModule,
  shutilModule,
  tempfileModule,
  timeitModule,
  zipfileModule,
];
