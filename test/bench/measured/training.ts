import { spawn } from 'node:child_process';
import { readFileSync, writeSync } from 'node:fs';
import { startEngine } from '../../../runtime/engines/index.js';
import { fit } from '../../../runtime/training/fit.js';
import { silentRecorder } from '../../../server/language/recorder.js';
import { run } from '../../../server/language/run.js';
import { numbersHost } from '../../layers/numbers-host.js';

/** A training that is measured in a process of its own, so that nobody else's memory counts. */
export interface Training {
  readonly engine: string;
  readonly threads: number;
  /** A Keras script; its first `fit` is what is measured. */
  readonly script: string;
  /** How many times the memory is looked at, spread over the epochs; it is looked at after the last one in any case. */
  readonly marks?: number;
  /** What the child's environment has besides this process's. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Measured {
  readonly device: string;
  readonly steps: number;
  /** Of the whole `fit`, the making of its graph included. */
  readonly seconds: number;
  /** Of a step: the median of the epochs, the first left out. */
  readonly stepMilliseconds: number;
  /** Of the process at its largest, in bytes, and what it had before the training began. */
  readonly peak: number;
  readonly before: number;
  readonly marks: readonly Mark[];
}

/** Bytes after so many steps. */
export interface Mark {
  readonly steps: number;
  /** Of the process: see `resident`. */
  readonly resident: number;
  /** JavaScript's objects; what lies in array buffers. */
  readonly heap: number;
  readonly buffers: number;
}

const flag = '--measured-training';

/** Runs a training in a child process, which is this script again. */
export async function measured(training: Training): Promise<Measured> {
  const script = process.argv[1] as string;
  const child = spawn(process.execPath, ['--expose-gc', script, flag, JSON.stringify(training)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...training.environment },
  });
  let output = '';
  for await (const chunk of child.stdout) output += String(chunk);
  const last = output.trim().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) throw new Error(`${training.engine}: ${last || 'the training ended without a result'}`);
  return JSON.parse(last) as Measured;
}

/** In the child: trains, writes what it measured, and ends the process. Does nothing elsewhere. */
export async function trainIfAsked(): Promise<void> {
  const at = process.argv.indexOf(flag);
  if (at < 0) return;
  const result = await train(JSON.parse(process.argv[at + 1] as string) as Training).catch((error: Error) => error);
  writeSync(1, `${result instanceof Error ? result.message : JSON.stringify(result)}\n`);
  // Engines may have threads that would keep it alive.
  process.exit(0);
}

async function train({ engine: name, threads, script, marks: wanted = 1 }: Training): Promise<Measured> {
  const host = numbersHost();
  run(script, 'measured.py', host, silentRecorder);
  const [request] = host.fits;
  if (!request) throw new Error('the script did not train');
  const { engine } = await startEngine(name, { threads });
  const { epochs, batchSize, x } = request;
  const perEpoch = Math.ceil((x[0]?.shape[0] ?? 0) / batchSize);
  const every = Math.max(1, Math.floor(epochs / wanted));
  const marks: Mark[] = [];
  const ends: number[] = [];
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const started = performance.now();
  await fit(request, engine, {
    progress() {},
    epoch({ epoch }) {
      ends.push(performance.now());
      if (epoch % every !== 0 && epoch !== epochs) return;
      globalThis.gc?.();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      marks.push({ steps: epoch * perEpoch, resident: resident(), heap: heapUsed, buffers: arrayBuffers });
    },
    warning: (message) => console.error(message),
    stopped: () => false,
  });
  const seconds = (performance.now() - started) / 1000;
  const lengths = ends.slice(1).map((end, i) => end - (ends[i] as number));
  const median = lengths.toSorted((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? seconds * 1000;
  return {
    device: engine.device,
    steps: epochs * perEpoch,
    seconds,
    stepMilliseconds: median / perEpoch,
    peak: process.resourceUsage().maxRSS * 1024,
    before,
    marks,
  };
}

/**
 * Bytes that the process has in memory; on Linux without the files that it has mapped, programs and libraries, of which the
 * system takes as much as it needs for others.
 */
function resident(): number {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    const kilobytes = [...status.matchAll(/^Rss(?:Anon|Shmem):\s*(\d+) kB$/gm)].map(([, number]) => Number(number));
    if (kilobytes.length > 0) return kilobytes.reduce((sum, each) => sum + each, 0) * 1024;
  } catch {
    // Another system.
  }
  return process.memoryUsage().rss;
}
