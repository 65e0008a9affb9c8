import type { Recorder } from '../../server/language/recorder.js';

/** Keeps nothing: what a run does beside computing. */
export const silentRecorder: Recorder = {
  value() {},
  binding() {},
  layer() {},
  layerCall() {},
  model() {},
  use() {},
  fault() {},
};
