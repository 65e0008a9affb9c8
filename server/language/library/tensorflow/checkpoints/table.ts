import { comparePoints } from '../../python/sorting.js';
import { decodeEscaped, encodeUtf8 } from '../../python/text-encoding.js';
import { checksum } from '../records/record.js';
import { joined, WireError, wholeBytes } from '../records/wire.js';

/*
 * Tables of sorted keys, in LevelDB's format, which the index of a checkpoint is one of: blocks of entries that leave out what
 * their keys begin with as the one before, a block that says where the others are, and a footer that says where that one is.
 */

/** Ends each table. */
const magic = Uint8Array.of(0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb);
const footer = 48;
/** After so many entries a key is written in full. */
const restartInterval = 16;
/** Behind a block: how it is packed, and its checksum. */
const trailer = 5;

/** A table with these entries. */
export function tableOf(entries: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const sorted = [...entries].sort(([a], [b]) => comparePoints(a, b));
  const parts: Uint8Array[] = [];
  let at = 0;
  const add = (block: Uint8Array): Uint8Array => {
    const handle = joined([wholeBytes(BigInt(at)), wholeBytes(BigInt(block.length - trailer))]);
    parts.push(block);
    at += block.length;
    return handle;
  };
  const data = add(blockOf(sorted));
  const meta = add(blockOf([]));
  const index = add(blockOf([[sorted.at(-1)?.[0] ?? '', data]]));
  const end = new Uint8Array(footer);
  end.set(joined([meta, index]));
  end.set(magic, footer - magic.length);
  return joined([...parts, end]);
}

function blockOf(entries: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const restarts: number[] = [0];
  let at = 0;
  let before: Uint8Array = new Uint8Array();
  for (const [i, [name, value]] of entries.entries()) {
    const key = encodeUtf8(name);
    let shared = 0;
    if (i > 0 && i % restartInterval === 0) restarts.push(at);
    else while (shared < before.length && shared < key.length && before[shared] === key[shared]) shared += 1;
    const numbers = [shared, key.length - shared, value.length].map((each) => wholeBytes(BigInt(each)));
    const entry = joined([...numbers, key.subarray(shared), value]);
    parts.push(entry);
    at += entry.length;
    before = key;
  }
  const content = joined([...parts, ...[...restarts, restarts.length].map(fixed32), Uint8Array.of(0)]);
  return joined([content, fixed32(checksum(content))]);
}

export function fixed32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

/** The entries of a table. Throws WireError for bytes that are none, or damaged ones. */
export function tableEntries(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const end = bytes.subarray(-footer);
  if (end.length < footer || magic.some((byte, i) => end[footer - magic.length + i] !== byte))
    throw new WireError('it is none of TensorFlow’s checkpoints, or it is cut short');
  const handles = new Numbers(end);
  handles.next();
  handles.next();
  const entries = new Map<string, Uint8Array>();
  for (const [, handle] of entriesOf(blockAt(bytes, handles)))
    for (const [key, value] of entriesOf(blockAt(bytes, new Numbers(handle)))) entries.set(key, value);
  return entries;
}

function blockAt(bytes: Uint8Array, handle: Numbers): Uint8Array {
  const [start, length] = [handle.next(), handle.next()];
  if (start + length + trailer > bytes.length) throw new WireError('it is cut short');
  const checked = bytes.subarray(start, start + length + 1);
  if (new Numbers(bytes, start + length + 1).fixed() !== checksum(checked)) throw new WireError('it is damaged');
  if (checked[length] !== 0) throw new WireError('it is packed, which is not read');
  return checked.subarray(0, length);
}

function* entriesOf(block: Uint8Array): Iterable<readonly [key: string, value: Uint8Array]> {
  const restarts = new Numbers(block, block.length - 4).fixed();
  const end = block.length - 4 * (restarts + 1);
  const reader = new Numbers(block);
  let key: Uint8Array = new Uint8Array();
  while (reader.at < end) {
    const [shared, rest, length] = [reader.next(), reader.next(), reader.next()];
    key = joined([key.subarray(0, shared), reader.take(rest)]);
    yield [decodeEscaped(key), reader.take(length)];
  }
}

/** Reads numbers one after the other. */
export class Numbers {
  constructor(
    private readonly bytes: Uint8Array,
    public at = 0,
  ) {}

  /** In sevens of bits, the lowest first. */
  next(): number {
    let [value, factor] = [0, 1];
    for (;;) {
      const byte = this.take(1)[0] as number;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  }

  /** Of 32 bits. */
  fixed(): number {
    const four = this.take(4);
    return new DataView(four.buffer, four.byteOffset, 4).getUint32(0, true);
  }

  take(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) throw new WireError('it is cut short');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}
