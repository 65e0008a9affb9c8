import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** Someone to be measured against: a script that answers for a Python that has it. */
export interface PeerEntry {
  readonly name: string;
  /** Whose bars hold for it. */
  readonly bar: 'PyTorch' | 'Keras';
  /** The environment variable that names the Python. */
  readonly variable: string;
  readonly script: string;
  /** Where it computes. One on the GPU starts only where its Python finds it. */
  readonly device: 'cpu' | 'cuda';
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const pytorch = { bar: 'PyTorch', variable: 'LAYERSCOPE_PYTORCH', script: 'pytorch_peer.py', environment: {} } as const;
const keras = { bar: 'Keras', script: 'keras_peer.py', arguments: [], device: 'cpu' } as const;

export const peerEntries: readonly PeerEntry[] = [
  { ...pytorch, name: 'pytorch', device: 'cpu', arguments: ['loader', 'cpu'] },
  { ...pytorch, name: 'pytorch-rows', device: 'cpu', arguments: ['rows', 'cpu'] },
  { ...pytorch, name: 'pytorch-cuda', device: 'cuda', arguments: ['rows', 'cuda'] },
  { ...pytorch, name: 'pytorch-cuda-compiled', device: 'cuda', arguments: ['compiled', 'cuda'] },
  { ...keras, name: 'tensorflow', variable: 'LAYERSCOPE_KERAS', environment: { KERAS_BACKEND: 'tensorflow' } },
  { ...keras, name: 'jax', variable: 'LAYERSCOPE_KERAS_JAX', environment: { KERAS_BACKEND: 'jax' } },
];

/** A Python process that answers a line at a time. */
export class Peer {
  private constructor(
    readonly entry: PeerEntry,
    readonly version: string,
    private readonly process: ChildProcessByStdio<Writable, Readable, null>,
    private readonly lines: AsyncIterator<string>,
  ) {}

  /** undefined: it does not start. */
  static async start(entry: PeerEntry, threads: number): Promise<Peer | undefined> {
    const python = process.env[entry.variable];
    if (!python) return undefined;
    const child = spawn(python, [`test/bench/step/${entry.script}`, String(threads), ...entry.arguments], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, ...entry.environment },
    });
    const exited = new Promise<undefined>((resolve) => {
      child.once('error', () => resolve(undefined));
      child.once('exit', () => resolve(undefined));
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await Promise.race([lines.next(), exited]);
    return first && !first.done ? new Peer(entry, first.value, child, lines) : undefined;
  }

  /** Milliseconds a step over some epochs of the first batches; NaN where it has ended. */
  async measure(name: string, epochs: number, batches: number): Promise<number> {
    this.process.stdin.write(`${name} ${epochs} ${batches}\n`);
    const { done, value } = await this.lines.next();
    return done ? NaN : Number(value);
  }

  stop(): void {
    this.process.stdin.end();
  }
}
