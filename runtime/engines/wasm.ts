import { availableParallelism } from 'node:os';
import { type EngineEntry, EngineError } from './engine.js';
import { firstLine, OnnxRuntimeEngine, onThreads } from './onnx-sessions.js';

/** ONNX Runtime in WebAssembly: where no native library loads. */
export const wasm: EngineEntry = {
  name: 'wasm',
  description: 'ONNX Runtime in WebAssembly: some times slower, runs everywhere',
  async start({ threads }) {
    const count = threads ?? Math.max(1, Math.min(availableParallelism() - 1, MOST_THREADS));
    return new OnnxRuntimeEngine(await load(count), {
      name: 'wasm',
      device: onThreads('WebAssembly', count),
      threads: count,
      chosen: threads !== undefined,
      session: { executionProviders: ['wasm'] },
    });
  },
};

/**
 * One core stays free: threads spin where they wait for each other, and where anything else takes a core all of them
 * wait. On two cores with other work beside it two threads were slower than one in every step measured, up to twice.
 */
const MOST_THREADS = 4;

async function load(threads: number): Promise<typeof import('onnxruntime-web')> {
  try {
    const runtime = await import('onnxruntime-web');
    // One number for all sessions of a process: threads are started with the first one.
    runtime.env.wasm.numThreads = threads;
    runtime.env.logLevel = 'fatal';
    return runtime;
  } catch (error) {
    throw new EngineError(`ONNX Runtime's WebAssembly does not load (${firstLine(error)}): reinstall Layerscope`);
  }
}
