import { type Engine, type EngineEntry, EngineError, type EngineOptions } from './engine.js';
import { onnxruntime } from './onnxruntime.js';
import { reference } from './reference/index.js';
import { tensorflow } from './tensorflow/index.js';
import { wasm } from './wasm.js';
import { webgpu } from './webgpu.js';

/** The ladder, best first. */
export const engines: readonly EngineEntry[] = [onnxruntime, wasm, webgpu, tensorflow, reference];

export interface StartedEngine {
  readonly engine: Engine;
  /** The rungs above it, and why each was not taken. */
  readonly passedOver: readonly { readonly name: string; readonly reason: string }[];
}

/** Starts the engine of that name, or with `auto` the first that works on this machine. Throws EngineError. */
export async function startEngine(
  choice: string,
  options: EngineOptions = {},
  ladder: readonly EngineEntry[] = engines,
): Promise<StartedEngine> {
  const candidates =
    choice === 'auto' ? ladder.filter(({ onlyByName }) => !onlyByName) : ladder.filter(({ name }) => name === choice);
  if (candidates.length === 0)
    throw new EngineError(
      `there is no engine "${choice}": choose ${['auto', ...ladder.map(({ name }) => name)].join(', ')}`,
    );
  const passedOver: { name: string; reason: string }[] = [];
  for (const { name, start } of candidates) {
    try {
      return { engine: await start(options), passedOver };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      passedOver.push({ name, reason: error.message });
    }
  }
  throw new EngineError(passedOver.map(({ name, reason }) => `${name}: ${reason}`).join('\n'));
}
