import type { ElementType, TypedArray } from '../../tensor/element-type.js';
import type { TensorValue } from '../../values/value.js';
import { readElements } from './npy.js';

/** Reads so many bytes of a file from a place on. */
export type ReadRange = (start: number, length: number) => Uint8Array;

/** Where an array lies in its file. */
export interface FilePlace {
  readonly shape: readonly number[];
  /** As NumPy writes the type: `<f4`. */
  readonly descr: string;
  readonly dtype: ElementType;
  /** Of its first element, in bytes. */
  readonly start: number;
  readonly bytesEach: number;
  readonly read: ReadRange;
}

/**
 * An array that stays in its file (`np.memmap`, `np.load(mmap_mode='r')`): rows are read when they are asked for. Whoever
 * wants all of its elements reads all of them into memory.
 */
export class FileArray implements TensorValue {
  readonly kind = 'tensor';
  readonly library = 'numpy';
  readonly shape: readonly number[];
  readonly dtype: ElementType;
  private whole: TypedArray | undefined;

  constructor(private readonly place: FilePlace) {
    this.shape = place.shape;
    this.dtype = place.dtype;
  }

  get byteLength(): number {
    return this.shape.reduce((product, dim) => product * dim, this.place.bytesEach);
  }

  get data(): TypedArray | undefined {
    this.whole ??= this.read(0, this.shape[0] ?? 1);
    return this.whole;
  }

  set data(data: TypedArray | undefined) {
    this.whole = data;
  }

  /** The rows from `from` to before `to`, still in the file. */
  rows(from: number, to: number): FileArray {
    const { place } = this;
    return new FileArray({
      ...place,
      shape: [to - from, ...place.shape.slice(1)],
      start: place.start + from * this.rowBytes,
    });
  }

  /** Some rows, in their order, read. */
  picked(rows: readonly number[]): TypedArray | undefined {
    const each = this.rowBytes;
    const bytes = new Uint8Array(rows.length * each);
    // In the order of the file, neighbours together.
    const order = rows.map((_, at) => at).sort((a, b) => (rows[a] as number) - (rows[b] as number));
    for (let at = 0; at < order.length; ) {
      const first = rows[order[at] as number] as number;
      let end = at + 1;
      while (end < order.length && (rows[order[end] as number] as number) === first + (end - at)) end += 1;
      const found = this.place.read(this.place.start + first * each, (end - at) * each);
      for (let k = at; k < end; k += 1)
        bytes.set(found.subarray((k - at) * each, (k - at + 1) * each), (order[k] as number) * each);
      at = end;
    }
    return readElements(this.place.descr, [rows.length, ...this.shape.slice(1)], bytes)?.data;
  }

  private read(from: number, to: number): TypedArray | undefined {
    const bytes = this.place.read(this.place.start + from * this.rowBytes, (to - from) * this.rowBytes);
    return readElements(this.place.descr, [to - from, ...this.shape.slice(1)], bytes)?.data;
  }

  private get rowBytes(): number {
    return this.shape.slice(1).reduce((product, dim) => product * dim, this.place.bytesEach);
  }
}
