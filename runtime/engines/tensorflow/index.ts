import { availableParallelism } from 'node:os';
import type { EngineEntry } from '../engine.js';
import { loadLibrary } from './c-api.js';
import { findLibrary } from './places.js';
import { TensorFlowEngine } from './sessions.js';

/** More threads than this slow small steps down. */
const MOST_THREADS = 8;

/** The TensorFlow that is installed for Python, by its C library. */
export const tensorflow: EngineEntry = {
  name: 'tensorflow',
  description: 'the TensorFlow of a Python environment, on its CPU or GPU; no GPU was tried',
  onlyByName: 'it takes seconds to start, and a GPU, where it could be faster than ONNX Runtime, was not tried',
  async start({ threads, environment }) {
    const library = await loadLibrary(findLibrary(environment ?? process.env, process.cwd()));
    return new TensorFlowEngine(library, threads ?? Math.min(availableParallelism(), MOST_THREADS));
  },
};
