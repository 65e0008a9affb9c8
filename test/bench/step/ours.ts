import { readFileSync } from 'node:fs';
import { startEngine } from '../../../runtime/engines/index.js';
import { fit } from '../../../runtime/training/fit.js';
import type { FitListener } from '../../../runtime/training/listener.js';
import { threadsWorthwhile } from '../../../runtime/training/threads.js';
import { Stopped } from '../../../server/language/host.js';
import { silentRecorder } from '../../../server/language/recorder.js';
import { run } from '../../../server/language/run.js';
import type { CallbackAnswer, FitRequest } from '../../../server/language/training-request.js';
import { numbersHost } from '../../layers/numbers-host.js';
import type { Case } from './cases.js';

/** One `fit` of a case's program on an engine, which rests between turns. */
export class Ours {
  private constructor(
    private readonly training: Training,
    private readonly ended: Promise<unknown>,
    /** In words. */
    readonly device: string,
    /** Of an epoch. */
    readonly steps: number,
  ) {}

  /**
   * At most so many threads: fewer where a step is not worth as many, as where the user names no number. On all of the
   * data, or its first batches.
   */
  static async open({ name }: Case, threads: number, engineName = 'onnxruntime', batches?: number): Promise<Ours> {
    const request = requestOf(name, batches);
    const worthwhile = threadsWorthwhile(request.model.training, request.batchSize);
    const { engine } = await startEngine(engineName, { threads: Math.min(threads, worthwhile) });
    const training = new Training();
    const epochs = Number.MAX_SAFE_INTEGER;
    const ended = fit({ ...request, epochs, points: ['epoch_begin', 'epoch_end'] }, engine, training)
      .catch((error: unknown) => {
        if (!(error instanceof Stopped)) throw error;
      })
      .finally(() => engine.close());
    return new Ours(training, ended, engine.device, fullBatches(request));
  }

  /** Milliseconds a step over some epochs. */
  async measure(epochs: number): Promise<number> {
    const time = await Promise.race([this.training.take(epochs), this.ended.then(() => NaN)]);
    return time / (epochs * this.steps);
  }

  async close(): Promise<void> {
    this.training.stop();
    await this.ended;
  }
}

/** How many batches the data have; one that is not full does not count. */
export function fullBatches({ x, batchSize }: FitRequest): number {
  return Math.floor((x[0]?.shape[0] ?? 0) / batchSize);
}

/** A case's training on all of its data, or the first batches of it. */
export function requestOf(name: string, batches?: number): FitRequest {
  const host = numbersHost();
  const program = readFileSync(`test/bench/step/programs/${name}.py`, 'utf8');
  const part = batches === undefined ? '' : `[: ${batches} * batch_size]`;
  const training = `model.fit(x${part}, y${part}, batch_size=batch_size, epochs=1, verbose=0)`;
  run(`${program}\n${training}\n`, `${name}.py`, host, silentRecorder);
  const [request] = host.fits;
  if (!request) throw new Error(`${name}.py did not train`);
  return request;
}

/** Lets a training go on by some epochs at a time. */
class Training implements FitListener {
  private left = 0;
  /** When the first of the epochs began. */
  private started: number | undefined;
  private isStopping = false;
  private goOn: () => void = () => {};
  private done: (milliseconds: number) => void = () => {};

  /** Milliseconds that so many epochs take. */
  take(epochs: number): Promise<number> {
    return new Promise((resolve) => {
      this.done = resolve;
      this.left = epochs;
      this.started = undefined;
      this.goOn();
    });
  }

  stop(): void {
    this.isStopping = true;
    this.goOn();
  }

  async ask({ point }: { readonly point: string }): Promise<CallbackAnswer> {
    if (point === 'epoch_end') {
      this.left -= 1;
      if (this.left === 0) this.done(performance.now() - (this.started as number));
    } else {
      // It may be asked to go on before it comes here, or after.
      while (this.left === 0 && !this.isStopping)
        await new Promise<void>((resolve) => {
          this.goOn = resolve;
        });
      this.started ??= performance.now();
    }
    return { stop: this.isStopping };
  }

  progress(): void {}
  epoch(): void {}
  warning(message: string): void {
    throw new Error(message);
  }
  stopped(): boolean {
    return this.isStopping;
  }
}
