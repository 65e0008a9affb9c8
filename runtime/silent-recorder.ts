import type { Recorder } from '../server/language/recorder.js';

/** On numbers nobody looks at what interpretation notices. */
export const silentRecorder: Recorder = {
  value() {},
  binding() {},
  layer() {},
  layerCall() {},
  model() {},
  use() {},
  fault() {},
};
