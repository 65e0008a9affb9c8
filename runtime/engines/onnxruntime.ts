import { availableParallelism } from 'node:os';
import { type EngineEntry, EngineError } from './engine.js';
import { firstLine, OnnxRuntimeEngine, onThreads } from './onnx-sessions.js';

/** ONNX Runtime's native library on the CPU: the default engine. */
export const onnxruntime: EngineEntry = {
  name: 'onnxruntime',
  description: 'ONNX Runtime on the CPU: native speed',
  async start({ threads, isShared }) {
    const runtime = await load();
    const count = threads ?? Math.min(availableParallelism(), MOST_THREADS);
    return new OnnxRuntimeEngine(runtime, {
      name: 'onnxruntime',
      device: onThreads('CPU', count),
      threads: count,
      chosen: threads !== undefined,
      isShared,
      session: { executionProviders: ['cpu'] },
    });
  },
};

/** More threads than this slow the small steps of scripts down: they wait for each other. */
const MOST_THREADS = 8;

/** Loaded only when the engine is chosen: it opens a native library of some 20 MB. */
async function load(): Promise<typeof import('onnxruntime-node')> {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    throw new EngineError(
      `ONNX Runtime has no library that loads on ${process.platform}-${process.arch} (${firstLine(error)}). ` +
        'Reinstall Layerscope for this platform, or choose the engine "wasm", which is slower but runs everywhere.',
    );
  }
}
