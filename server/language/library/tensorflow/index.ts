import type { NativeModule } from '../../values/native-module.js';
import { str } from '../../values/value.js';
import { opErrorClasses } from '../python/exceptions.js';
import { checkpointModules } from './checkpoints/index.js';
import { dataModules } from './data/sources.js';
import { datasetModules } from './datasets.js';
import { distributeModules } from './distribute.js';
import { eagerMembers } from './eager.js';
import { eagerMathMembers, eagerNnMembers } from './eager-math.js';
import { eagerRandomMembers } from './eager-random.js';

import { fileMembers, fileModules } from './file-functions.js';
import { functionModules } from './functions/index.js';
import { numpyMembers } from './functions/numpy.js';
import { ioModules } from './io.js';
import { machineMembers, machineModules } from './machine.js';
import { pictureChanges } from './pictures/index.js';
import { pictureMembers } from './pictures.js';
import { programMembers } from './program.js';
import { decodeCsv } from './records/csv.js';
import { decodeRaw } from './records/raw.js';
import { parseTensor, serializeTensor } from './records/tensor-proto.js';
import { sessionModules } from './sessions.js';
import { statelessDraws } from './stateless-draws.js';
import { summaryModules } from './summary.js';
import { directTextMembers, textMembers } from './texts/functions.js';

export { eagerTensorType } from './eager-tensor.js';

/** TensorFlow beside Keras, which `tensorflow.keras` stands for. Of two members of one name the later one counts. */
export const modules: readonly NativeModule[] = [
  {
    name: 'tensorflow',
    members: { ...eagerMembers, ...programMembers, ...machineMembers, __version__: str('2.21.0') },
  },
  { name: 'tensorflow.math', members: eagerMathMembers },
  { name: 'tensorflow.nn', members: eagerNnMembers },
  { name: 'tensorflow.random', members: eagerRandomMembers },
  ...functionModules(
    [
      ...[eagerMembers, eagerMathMembers, eagerNnMembers, eagerRandomMembers],
      ...[
        fileMembers,
        pictureMembers,
        textMembers,
        Object.fromEntries([decodeRaw, decodeCsv, serializeTensor, parseTensor]),
      ],
    ],
    new Map([...pictureChanges, ...statelessDraws, ...directTextMembers]),
  ),
  { name: 'tensorflow.experimental.numpy', members: numpyMembers },
  { name: 'tensorflow.UnconnectedGradients', members: { NONE: str('none'), ZERO: str('zero') } },
  {
    name: 'tensorflow.image.ResizeMethod',
    members: Object.fromEntries(
      ['bilinear', 'nearest', 'bicubic', 'area', 'lanczos3', 'lanczos5', 'gaussian', 'mitchellcubic'].map((name) => [
        { nearest: 'NEAREST_NEIGHBOR' }[name] ?? name.toUpperCase(),
        str(name),
      ]),
    ),
  },
  { name: 'tensorflow.errors', members: opErrorClasses },
  ...checkpointModules,
  ...dataModules,
  ...distributeModules,
  ...fileModules,
  ...ioModules,
  ...machineModules,
  ...summaryModules,
  ...sessionModules,
  ...datasetModules,
];
