import { keyOf } from '../../values/equality.js';
import { bool, type DictValue, float, int, list, none, str, tuple, type Value } from '../../values/value.js';
import { bytes as bytesValue, latin1 } from '../python/bytes.js';
import { readElements } from './npy.js';
import { objectArray } from './object-array.js';
import { array } from './view.js';

/** What a pickle holds that Layerscope does not read: code, or objects of other libraries. */
export class PickleError extends Error {}

/** A text of Python 2 with a letter that is not of ASCII. */
export class NotAscii extends PickleError {
  constructor(
    readonly byte: number,
    readonly position: number,
  ) {
    super('a text of Python 2 in it has other letters than those of ASCII');
  }
}

/** On the stack: what is no value yet. */
interface Global {
  readonly global: string;
}
interface Items {
  readonly items: readonly Item[];
}
interface Reduced {
  readonly reduced: string;
  readonly args: readonly Item[];
  /** For NumPy's arrays and types: what `__setstate__` was given. */
  state?: readonly Item[];
}
/** A text of Python 2 in latin-1. An array's data is one of many megabytes, which never has to become a text. */
interface Letters {
  readonly letters: Uint8Array;
}
type Item = Value | Global | Items | Reduced | Letters;

const mark = Symbol('mark');

/** Whole numbers up to this share their values: lists of word numbers are long. */
const shared = 100_000;

/** What of NumPy's and Python's a pickle may name: arrays and texts. Nothing else is ever called. */
const allowed = new Set([
  'numpy.core.multiarray _reconstruct',
  'numpy._core.multiarray _reconstruct',
  'numpy.core.multiarray scalar',
  'numpy._core.multiarray scalar',
  'numpy.core.numeric _frombuffer',
  'numpy._core.numeric _frombuffer',
  'numpy ndarray',
  'numpy dtype',
  '_codecs encode',
]);

/**
 * Python's `pickle` as NumPy's object arrays and older data sets have it: numbers, texts, lists, tuples, dicts, arrays.
 * Throws PickleError for anything else: a pickle can hold code, which is never run. `latin1`: Python 2's texts are
 * bytes' worth of letters, as `encoding=` says; `bytes`: they stay bytes; `ascii`: other letters throw NotAscii. `used` is
 * told how many bytes it took.
 */
export function readPickle(
  bytes: Uint8Array,
  encoding: 'latin1' | 'bytes' | 'ascii' = 'latin1',
  used?: (length: number) => void,
): Value {
  try {
    const reader = new PickleReader(bytes, encoding);
    const item = reader.read();
    used?.(reader.position);
    return settled(item);
  } catch (error) {
    // A place beyond its end, letters that are none, or nested without end.
    if (error instanceof RangeError || error instanceof URIError) throw new PickleError('it is damaged or cut short');
    throw error;
  }
}

class PickleReader {
  private readonly view: DataView;
  private readonly stack: (Item | typeof mark)[] = [];
  private readonly memo = new Map<number, Item>();
  private readonly integers: Value[] = [];
  private at = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly encoding: 'latin1' | 'bytes' | 'ascii',
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): Item {
    for (;;) {
      const opcode = String.fromCharCode(this.byte());
      if (opcode === '.') return this.pop();
      this.step(opcode);
    }
  }

  get position(): number {
    return this.at;
  }

  private step(opcode: string): void {
    const simple = opcodes[opcode];
    if (!simple)
      throw new PickleError(`it holds something that is not read (opcode 0x${opcode.charCodeAt(0).toString(16)})`);
    simple(this);
  }

  byte(): number {
    const found = this.bytes[this.at];
    if (found === undefined) throw new PickleError('it is cut short');
    this.at += 1;
    return found;
  }

  take(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) throw new PickleError('it is cut short');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  uint16(): number {
    this.at += 2;
    return this.view.getUint16(this.at - 2, true);
  }

  uint32(): number {
    this.at += 4;
    return this.view.getUint32(this.at - 4, true);
  }

  int32(): number {
    return this.uint32() | 0;
  }

  double(): number {
    this.at += 8;
    return this.view.getFloat64(this.at - 8, false);
  }

  length64(): number {
    const [low, high] = [this.uint32(), this.uint32()];
    if (high > 0) throw new PickleError('it is cut short');
    return low;
  }

  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) throw new PickleError('it is cut short');
    const text = latin1(this.bytes.subarray(this.at, end));
    this.at = end + 1;
    return text;
  }

  push(item: Item): void {
    this.stack.push(item);
  }

  pushMark(): void {
    this.stack.push(mark);
  }

  pushInteger(value: number): void {
    if (!Number.isSafeInteger(value)) throw new PickleError('a whole number in it is too large, or none');
    const known = this.integers[value];
    const made = known ?? int(value);
    if (!known && value >= 0 && value <= shared) this.integers[value] = made;
    this.push(made);
  }

  /** A line of Python's source, whose escapes are not read. */
  plainLine(): string {
    const text = this.line();
    if (text.includes('\\')) throw new PickleError('a text with escapes in it is not read');
    return text;
  }

  /** A text of Python 2. */
  pushText(bytes: Uint8Array): void {
    const odd = this.encoding === 'ascii' ? bytes.findIndex((byte) => byte > 127) : -1;
    if (odd >= 0) throw new NotAscii(bytes[odd] as number, odd);
    this.push(this.encoding !== 'bytes' ? { letters: bytes } : bytesValue(bytes.slice()));
  }

  pop(): Item {
    const item = this.stack.pop();
    if (item === undefined || item === mark) throw new PickleError('it is damaged');
    return item;
  }

  top(): Item {
    const item = this.stack.at(-1);
    if (item === undefined || item === mark) throw new PickleError('it is damaged');
    return item;
  }

  toMark(): Item[] {
    const from = this.stack.lastIndexOf(mark);
    if (from < 0) throw new PickleError('it is damaged');
    const items = this.stack.splice(from);
    items.shift();
    return items as Item[];
  }

  keep(index: number = this.memo.size): void {
    this.memo.set(index, this.top());
  }

  recall(index: number): void {
    const item = this.memo.get(index);
    if (item === undefined) throw new PickleError('it is damaged');
    this.push(item);
  }

  appendTo(items: readonly Item[]): void {
    const target = this.top();
    if (!('kind' in target) || target.kind !== 'list') throw new PickleError('it is damaged');
    for (const item of items) target.elements.push(settled(item));
  }

  setIn(items: readonly Item[]): void {
    const target = this.top();
    if (!('kind' in target) || target.kind !== 'dict') throw new PickleError('it is damaged');
    for (let i = 0; i + 1 < items.length; i += 2) {
      const key = settled(items[i] as Item);
      const id = keyOf(key);
      if (id === undefined) throw new PickleError('a key in it is not read');
      target.entries.set(id, { key, value: settled(items[i + 1] as Item) });
    }
  }

  pushGlobal(module: string, name: string): void {
    const global = `${module} ${name}`;
    if (!allowed.has(global)) throw new PickleError(`it names ${module}.${name}, which is not read`);
    this.push({ global });
  }

  reduce(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!('global' in callee) || !('items' in args)) throw new PickleError('it is damaged');
    if (callee.global !== '_codecs encode') {
      this.push({ reduced: callee.global, args: args.items });
      return;
    }
    // Bytes as Python 3 writes them for Python 2.
    const [text] = args.items;
    if (!text || !('kind' in text) || text.kind !== 'str') throw new PickleError('it is damaged');
    this.push(bytesValue(charCodes(text.value)));
  }

  build(): void {
    const state = this.pop();
    const target = this.top();
    if (!('reduced' in target) || !('items' in state)) throw new PickleError('it is damaged');
    target.state = state.items;
  }
}

const utf8 = (bytes: Uint8Array) => {
  const text = latin1(bytes);
  const escaped = text.replace(/[%\x80-\xff]/g, (letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return str(escaped === text ? text : decodeURIComponent(escaped));
};

/** What each opcode that is read does. */
const opcodes: Readonly<Record<string, (reader: PickleReader) => void>> = {
  '\x80': (reader) => void reader.byte(),
  '\x95': (reader) => void reader.take(8),
  '(': (reader) => reader.pushMark(),
  N: (reader) => reader.push(none),
  '\x88': (reader) => reader.push(bool(true)),
  '\x89': (reader) => reader.push(bool(false)),
  K: (reader) => reader.pushInteger(reader.byte()),
  M: (reader) => reader.pushInteger(reader.uint16()),
  J: (reader) => reader.pushInteger(reader.int32()),
  I: (reader) => {
    const text = reader.line();
    if (text === '00' || text === '01') reader.push(bool(text === '01'));
    else reader.pushInteger(Number(text));
  },
  L: (reader) => reader.pushInteger(Number(reader.line().replace(/L$/, ''))),
  '\x8a': (reader) => {
    const bytes = reader.take(reader.byte());
    let value = 0n;
    bytes.forEach((byte, index) => {
      value |= BigInt(byte) << BigInt(8 * index);
    });
    reader.pushInteger(Number(BigInt.asIntN(Math.max(8, 8 * bytes.length), value)));
  },
  F: (reader) => reader.push(float(Number(reader.line()))),
  G: (reader) => reader.push(float(reader.double())),
  S: (reader) => reader.pushText(charCodes(reader.plainLine().slice(1, -1))),
  U: (reader) => reader.pushText(reader.take(reader.byte())),
  T: (reader) => reader.pushText(reader.take(reader.uint32())),
  V: (reader) => reader.push(str(reader.plainLine())),
  X: (reader) => reader.push(utf8(reader.take(reader.uint32()))),
  '\x8c': (reader) => reader.push(utf8(reader.take(reader.byte()))),
  '\x8d': (reader) => reader.push(utf8(reader.take(reader.length64()))),
  C: (reader) => reader.push(bytesValue(reader.take(reader.byte()).slice())),
  B: (reader) => reader.push(bytesValue(reader.take(reader.uint32()).slice())),
  '\x8e': (reader) => reader.push(bytesValue(reader.take(reader.length64()).slice())),
  '\x96': (reader) => reader.push(bytesValue(reader.take(reader.length64()).slice())),
  ']': (reader) => reader.push(list()),
  l: (reader) => reader.push(list(reader.toMark().map(settled))),
  a: (reader) => {
    const item = reader.pop();
    reader.appendTo([item]);
  },
  e: (reader) => {
    const items = reader.toMark();
    reader.appendTo(items);
  },
  '}': (reader) => reader.push(emptyDict()),
  d: (reader) => {
    const items = reader.toMark();
    reader.push(emptyDict());
    reader.setIn(items);
  },
  s: (reader) => {
    const value = reader.pop();
    const key = reader.pop();
    reader.setIn([key, value]);
  },
  u: (reader) => {
    const items = reader.toMark();
    reader.setIn(items);
  },
  ')': (reader) => reader.push({ items: [] }),
  t: (reader) => reader.push({ items: reader.toMark() }),
  '\x85': (reader) => reader.push({ items: [reader.pop()] }),
  '\x86': (reader) => {
    const [b, a] = [reader.pop(), reader.pop()];
    reader.push({ items: [a, b] });
  },
  '\x87': (reader) => {
    const [c, b, a] = [reader.pop(), reader.pop(), reader.pop()];
    reader.push({ items: [a, b, c] });
  },
  p: (reader) => reader.keep(Number(reader.line())),
  q: (reader) => reader.keep(reader.byte()),
  r: (reader) => reader.keep(reader.uint32()),
  '\x94': (reader) => reader.keep(),
  g: (reader) => reader.recall(Number(reader.line())),
  h: (reader) => reader.recall(reader.byte()),
  j: (reader) => reader.recall(reader.uint32()),
  c: (reader) => {
    const module = reader.line();
    reader.pushGlobal(module, reader.line());
  },
  '\x93': (reader) => {
    const [name, module] = [reader.pop(), reader.pop()];
    if (!('kind' in name) || name.kind !== 'str' || !('kind' in module) || module.kind !== 'str')
      throw new PickleError('it is damaged');
    reader.pushGlobal(module.value, name.value);
  },
  R: (reader) => reader.reduce(),
  b: (reader) => reader.build(),
};

function emptyDict(): DictValue {
  return { kind: 'dict', entries: new Map() };
}

/** An item as the value that it has become. */
function settled(item: Item): Value {
  if ('kind' in item) return item;
  if ('items' in item) return tuple(item.items.map(settled));
  if ('letters' in item) return str(latin1(item.letters));
  if ('global' in item) throw new PickleError(`it holds ${item.global.replace(' ', '.')} itself, which is not read`);
  if (item.reduced.endsWith(' scalar')) {
    const [type, data] = item.args;
    const descr = type && descrOf(type);
    const bytes = data && bytesOf(data);
    if (!descr || !bytes) throw new PickleError('a number in it is not read');
    return arrayOf(descr, [], bytes, false);
  }
  if (item.reduced.endsWith(' _frombuffer')) {
    // As protocol 5 writes arrays.
    const [data, type, shape, order] = item.args;
    const dims = shape && 'items' in shape ? shape.items.map(dimOf) : undefined;
    const [descr, bytes] = [type && descrOf(type), data && bytesOf(data)];
    if (!descr || descr.endsWith('O') || !bytes || !dims) throw new PickleError('an array in it is not read');
    return arrayOf(descr, dims, bytes, order !== undefined && textOf(order) === 'F');
  }
  if (!item.reduced.endsWith(' _reconstruct') || !item.state) throw new PickleError('an object in it is not read');
  const [, shape, type, fortran, data] = item.state;
  const dims = shape && 'items' in shape ? shape.items.map(dimOf) : [];
  const descr = type && descrOf(type);
  if (!descr || !data) throw new PickleError('an array in it is not read');
  if (descr.endsWith('O')) {
    if (!('kind' in data) || data.kind !== 'list' || dims.length !== 1)
      throw new PickleError('an array of objects in it is not read');
    return objectArray(data.elements);
  }
  const bytes = bytesOf(data);
  if (!bytes) throw new PickleError('an array in it is not read');
  return arrayOf(
    descr,
    dims,
    bytes,
    fortran !== undefined && 'kind' in fortran && fortran.kind === 'bool' && fortran.value,
  );
}

function dimOf(item: Item): number {
  if (!('kind' in item) || item.kind !== 'int' || item.value < 0) throw new PickleError('an array in it is not read');
  return item.value;
}

function arrayOf(descr: string, dims: readonly number[], bytes: Uint8Array, fortran: boolean): Value {
  const made = readElements(descr, dims, bytes);
  if (!made || (fortran && dims.length > 1)) throw new PickleError(`an array of type ${descr} in it is not read`);
  return array(made.dtype, dims, made.data);
}

/** `<i8`, of `numpy.dtype('i8')` and its state. */
function descrOf(item: Item): string | undefined {
  if (!('reduced' in item) || item.reduced !== 'numpy dtype') return undefined;
  const [name] = item.args;
  const order = item.state?.[1];
  const type = name && textOf(name);
  if (type === undefined) return undefined;
  if (type.startsWith('O')) return '|O';
  const said = (order && textOf(order)) ?? '|';
  return `${said === '=' ? '<' : said}${type}`;
}

function textOf(item: Item): string | undefined {
  if ('letters' in item) return latin1(item.letters);
  return 'kind' in item && item.kind === 'str' ? item.value : undefined;
}

function bytesOf(item: Item): Uint8Array | undefined {
  if ('letters' in item) return item.letters;
  if (!('kind' in item)) return undefined;
  if (item.kind === 'bytes') return item.data;
  return item.kind === 'str' ? charCodes(item.value) : undefined;
}

function charCodes(text: string): Uint8Array {
  const codes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) codes[i] = text.charCodeAt(i);
  return codes;
}
