import { readFileSync } from 'node:fs';
import { startEngine } from '../../../runtime/engines/index.js';
import { fit } from '../../../runtime/training/fit.js';
import type { FitListener } from '../../../runtime/training/listener.js';
import { threadsWorthwhile } from '../../../runtime/training/threads.js';
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
    private readonly stepsPerEpoch: number,
  ) {}

  /** At most so many threads: fewer where a step is not worth as many, as where the user names no number. */
  static async open({ name }: Case, threads: number, engineName = 'onnxruntime'): Promise<Ours> {
    const request = requestOf(name);
    const worthwhile = threadsWorthwhile(request.model.training, request.batchSize);
    const { engine } = await startEngine(engineName, { threads: Math.min(threads, worthwhile) });
    const training = new Training();
    const epochs = Number.MAX_SAFE_INTEGER;
    const ended = fit({ ...request, epochs, points: ['epoch_begin', 'epoch_end'] }, engine, training).finally(() =>
      engine.close(),
    );
    const samples = request.x[0]?.shape[0] ?? 0;
    return new Ours(training, ended, Math.floor(samples / request.batchSize));
  }

  /** Milliseconds a step over some epochs. */
  async measure(epochs: number): Promise<number> {
    const time = await Promise.race([this.training.take(epochs), this.ended.then(() => NaN)]);
    return time / (epochs * this.stepsPerEpoch);
  }

  async close(): Promise<void> {
    await this.training.stop();
    await this.ended;
  }
}

export function requestOf(name: string): FitRequest {
  const host = numbersHost();
  const program = readFileSync(`test/bench/step/programs/${name}.py`, 'utf8');
  run(`${program}\nmodel.fit(x, y, batch_size=batch_size, epochs=1, verbose=0)\n`, `${name}.py`, host, silentRecorder);
  const [request] = host.fits;
  if (!request) throw new Error(`${name}.py did not train`);
  return request;
}

/** Lets a training go on by some epochs at a time. */
class Training implements FitListener {
  private left = 0;
  private started = 0;
  private stopping = false;
  private goOn: () => void = () => {};
  private done: (milliseconds: number) => void = () => {};
  private readonly ready: Promise<void>;
  private isReady: () => void = () => {};

  constructor() {
    this.ready = new Promise((resolve) => {
      this.isReady = resolve;
    });
  }

  /** Milliseconds that so many epochs take. */
  take(epochs: number): Promise<number> {
    return new Promise((resolve) => {
      this.done = resolve;
      this.left = epochs;
      this.ready.then(() => {
        this.started = performance.now();
        this.goOn();
      });
    });
  }

  async stop(): Promise<void> {
    await this.ready;
    this.stopping = true;
    this.goOn();
  }

  async ask({ point }: { readonly point: string }): Promise<CallbackAnswer> {
    if (point === 'epoch_end') {
      this.left -= 1;
      if (this.left === 0) this.done(performance.now() - this.started);
    } else if (this.left === 0) {
      await new Promise<void>((resolve) => {
        this.goOn = resolve;
        this.isReady();
      });
    }
    return { stop: this.stopping };
  }

  progress(): void {}
  epoch(): void {}
  warning(message: string): void {
    throw new Error(message);
  }
  stopped(): boolean {
    return false;
  }
}
