import type { NativeType } from '../../../values/native-type.js';
import { backupAndRestore } from './backup-and-restore.js';
import { callbackType } from './callback.js';
import { callbackListType } from './callback-list.js';
import { csvLogger } from './csv-logger.js';
import { earlyStopping } from './early-stopping.js';
import { lambdaCallback } from './lambda-callback.js';
import { learningRateScheduler } from './learning-rate-scheduler.js';
import { modelCheckpoint } from './model-checkpoint.js';
import { progbarLogger } from './progbar-logger.js';
import { reduceLROnPlateau } from './reduce-lr-on-plateau.js';
import { swapEMAWeights } from './swap-ema-weights.js';
import { tensorBoard } from './tensorboard.js';
import { terminateOnNaN } from './terminate-on-nan.js';

/** The callbacks that are called; one that is only named is refused in a run. */
export const callbackTypes: readonly NativeType<never>[] = [
  backupAndRestore,
  callbackListType,
  callbackType,
  csvLogger,
  earlyStopping,
  lambdaCallback,
  learningRateScheduler,
  modelCheckpoint,
  progbarLogger,
  reduceLROnPlateau,
  swapEMAWeights,
  tensorBoard,
  terminateOnNaN,
].map((type) => type as NativeType<never>);
