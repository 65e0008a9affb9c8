import type { ElementType, TypedArray } from '../../tensor/element-type.js';
import type { Value } from '../../values/value.js';
import { descrOf } from './npy.js';
import { PickleError } from './pickle.js';

/** Above this Python writes lists and dicts in several parts; one is as good to its reader. */
const protocol = 4;

/**
 * Python's pickle (protocol 4) of plain values and NumPy's arrays: what `readPickle` reads, and Python. Lists and dicts
 * that are held twice stay one. `encode`: a text's UTF-8. Throws PickleError for anything else.
 */
export function writePickle(value: Value, encode: (text: string) => Uint8Array): Uint8Array {
  const writer = new PickleWriter(encode);
  writer.bytes(0x80, protocol);
  writer.write(value, 0);
  writer.opcode('.');
  return writer.whole();
}

class PickleWriter {
  private content = new Uint8Array(256);
  private length = 0;
  /** Where containers were kept for whoever holds them again. */
  private readonly memo = new Map<Value, number>();

  constructor(private readonly encode: (text: string) => Uint8Array) {}

  whole(): Uint8Array {
    return this.content.slice(0, this.length);
  }

  private room(more: number): void {
    if (this.length + more <= this.content.length) return;
    const wider = new Uint8Array(Math.max(2 * this.content.length, this.length + more));
    wider.set(this.content.subarray(0, this.length));
    this.content = wider;
  }

  bytes(...bytes: readonly number[]): void {
    this.append(Uint8Array.from(bytes));
  }

  opcode(letter: string): void {
    this.bytes(letter.charCodeAt(0));
  }

  private append(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.content.set(bytes, this.length);
    this.length += bytes.length;
  }

  private number(opcode: string, size: number, write: (view: DataView) => void): void {
    const bytes = new Uint8Array(size + 1);
    bytes[0] = opcode.charCodeAt(0);
    write(new DataView(bytes.buffer, 1));
    this.append(bytes);
  }

  private integer(value: number): void {
    if (value >= 0 && value < 256) this.number('K', 1, (view) => view.setUint8(0, value));
    else if (value >= 0 && value < 65536) this.number('M', 2, (view) => view.setUint16(0, value, true));
    else if (value === (value | 0)) this.number('J', 4, (view) => view.setInt32(0, value, true));
    else {
      this.number('\x8a', 1, (view) => view.setUint8(0, 8));
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setBigInt64(0, BigInt(value), true);
      this.append(bytes);
    }
  }

  private sized(short: string, long: string, content: Uint8Array): void {
    if (content.length < 256) this.number(short, 1, (view) => view.setUint8(0, content.length));
    else this.number(long, 4, (view) => view.setUint32(0, content.length, true));
    this.append(content);
  }

  private text(text: string): void {
    this.sized('\x8c', 'X', this.encode(text));
  }

  private rawBytes(content: Uint8Array): void {
    this.sized('C', 'B', content);
  }

  private global(module: string, name: string): void {
    this.text(module);
    this.text(name);
    this.opcode('\x93');
  }

  /** Keeps what is on top; true where it was kept before, and is there again now. */
  private isKnown(value: Value): boolean {
    const known = this.memo.get(value);
    if (known === undefined) return false;
    this.number('j', 4, (view) => view.setUint32(0, known, true));
    return true;
  }

  private keep(value: Value): void {
    this.memo.set(value, this.memo.size);
    this.opcode('\x94');
  }

  write(value: Value, depth: number): void {
    if (depth > 500) throw new PickleError('it holds itself, or is too deep');
    const inner = (each: Value) => this.write(each, depth + 1);
    switch (value.kind) {
      case 'none':
        this.opcode('N');
        return;
      case 'bool':
        this.opcode(value.value ? '\x88' : '\x89');
        return;
      case 'int':
        this.integer(value.value);
        return;
      case 'float':
        this.number('G', 8, (view) => view.setFloat64(0, value.value, false));
        return;
      case 'str':
        this.text(value.value);
        return;
      case 'bytes':
        if (!value.data) break;
        this.rawBytes(value.data);
        return;
      case 'tuple':
        if (value.type) break;
        this.opcode('(');
        value.elements.forEach(inner);
        this.opcode('t');
        return;
      case 'list':
        if (value.type || value.rest) break;
        if (this.isKnown(value)) return;
        this.opcode(']');
        this.keep(value);
        this.opcode('(');
        value.elements.forEach(inner);
        this.opcode('e');
        return;
      case 'dict':
        if (value.type || value.open) break;
        if (this.isKnown(value)) return;
        this.opcode('}');
        this.keep(value);
        this.opcode('(');
        for (const entry of value.entries.values()) {
          inner(entry.key);
          inner(entry.value);
        }
        this.opcode('u');
        return;
      case 'tensor':
        if (value.library !== 'numpy' || !value.data || !value.dtype) break;
        if (this.isKnown(value)) return;
        this.array(value.dtype, value.shape as readonly number[], value.data);
        this.keep(value);
        return;
      default:
    }
    throw new PickleError(
      `an object of kind ${value.kind === 'object' ? value.type.name : value.kind} is not pickled yet`,
    );
  }

  private array(dtype: ElementType, shape: readonly number[], data: TypedArray): void {
    const content = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    if (shape.length === 0) {
      this.global('numpy._core.multiarray', 'scalar');
      this.type(dtype);
      this.rawBytes(content);
      this.opcode('\x86');
      this.opcode('R');
      return;
    }
    this.global('numpy._core.multiarray', '_reconstruct');
    this.global('numpy', 'ndarray');
    this.integer(0);
    this.opcode('\x85');
    this.rawBytes(Uint8Array.of(98));
    this.opcode('\x87');
    this.opcode('R');
    this.opcode('(');
    this.integer(1);
    this.opcode('(');
    for (const dim of shape) this.integer(dim);
    this.opcode('t');
    this.type(dtype);
    this.opcode('\x89');
    this.rawBytes(content);
    this.opcode('t');
    this.opcode('b');
  }

  private type(dtype: ElementType): void {
    const descr = descrOf(dtype);
    if (!descr) throw new PickleError(`an array of ${dtype} is not pickled yet`);
    this.global('numpy', 'dtype');
    this.text(descr.slice(1));
    this.opcode('\x89');
    this.opcode('\x88');
    this.opcode('\x87');
    this.opcode('R');
    this.opcode('(');
    this.integer(3);
    this.text(descr.slice(0, 1));
    for (let i = 0; i < 3; i += 1) this.opcode('N');
    this.integer(-1);
    this.integer(-1);
    this.integer(0);
    this.opcode('t');
    this.opcode('b');
  }
}
