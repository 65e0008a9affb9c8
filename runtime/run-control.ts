import { asking } from './bridge.js';

const stopCell = 0;
const orderCell = 1;
const bridgeCell = 2;

/** Three numbers that a run's threads share: whether to stop, the order of what they say, and the bridge's signal. */
export class RunControl {
  private readonly cells: Int32Array;

  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT)) {
    this.cells = new Int32Array(memory);
  }

  /** The script waits for the training thread. */
  get isAsking(): boolean {
    return Atomics.load(this.cells, bridgeCell) === asking;
  }

  /** The run is to end after the step at hand. */
  get stopped(): boolean {
    return Atomics.load(this.cells, stopCell) !== 0;
  }

  stop(): void {
    Atomics.store(this.cells, stopCell, 1);
    Atomics.notify(this.cells, stopCell);
  }

  /** Blocks the calling thread (never the main one); a stop wakes it. */
  sleep(seconds: number): void {
    Atomics.wait(this.cells, stopCell, 0, seconds * 1000);
  }

  /** The next place in the order of messages, from 1: what happens before gets a smaller one, whatever the thread. */
  nextOrder(): number {
    return Atomics.add(this.cells, orderCell, 1) + 1;
  }

  /** The bridge's cell: see `asking`. */
  get bridge(): Int32Array {
    return this.cells.subarray(bridgeCell, bridgeCell + 1);
  }
}
