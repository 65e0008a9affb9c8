import { allocate, type ElementType, type TensorData } from '../../../tensor/element-type.js';
import { elementCount } from '../../numpy/arrays/strides.js';
import { checksum } from '../records/record.js';
import { dataTypes } from '../records/tensor-proto.js';
import { bytesField, fieldsOf, joined, WireError, wholeBytes, wholeField } from '../records/wire.js';
import { fixed32, Numbers, tableEntries, tableOf } from './table.js';

/** Named tensors as a checkpoint of TensorFlow's holds them: a table that says where each is, and a file with their elements. */
export interface Bundle {
  /** `.index`. */
  readonly index: Uint8Array;
  /** `.data-00000-of-00001`. */
  readonly data: Uint8Array;
}

/** Bytes in the place of a tensor: a string without axes. */
export type Stored = TensorData | Uint8Array;

export const dataSuffix = '.data-00000-of-00001';

const types: readonly (readonly [ElementType, number])[] = [...dataTypes, ['bfloat16', 14], ['float16', 19]];
const ofStrings = 7;

export function bundleOf(tensors: ReadonlyMap<string, Stored>): Bundle {
  const entries = new Map<string, Uint8Array>([['', joined([wholeField(1, 1n), bytesField(3, wholeField(1, 1n))])]]);
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const [name, tensor] of tensors) {
    const isText = tensor instanceof Uint8Array;
    const content = isText ? textContent(tensor) : contentOf(tensor);
    const type = isText ? ofStrings : types.find(([dtype]) => dtype === tensor.dtype)?.[1];
    const dims = isText
      ? []
      : tensor.shape.map((dim) => bytesField(2, dim === 0 ? new Uint8Array() : wholeField(1, BigInt(dim))));
    entries.set(
      name,
      joined([
        wholeField(1, BigInt(type ?? 0)),
        bytesField(2, joined(dims)),
        ...(at > 0 ? [wholeField(4, BigInt(at))] : []),
        ...(content.length > 0 ? [wholeField(5, BigInt(content.length))] : []),
        Uint8Array.of(6 * 8 + 5),
        fixed32(isText ? checksum(checkedText(tensor)) : checksum(content)),
      ]),
    );
    parts.push(content);
    at += content.length;
  }
  return { index: tableOf(entries), data: joined(parts) };
}

function contentOf({ data }: TensorData): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** A string: its length, the checksum of that, and its bytes. */
function textContent(text: Uint8Array): Uint8Array {
  return joined([wholeBytes(BigInt(text.length)), fixed32(checksum(fixed32(text.length))), text]);
}

/** What its checksum is of: the length takes 32 bits there. */
function checkedText(text: Uint8Array): Uint8Array {
  const length = fixed32(text.length);
  return joined([length, fixed32(checksum(length)), text]);
}

/** Where a tensor's elements are. */
interface Entry {
  readonly type: number;
  readonly shape: readonly number[];
  readonly shard: number;
  readonly offset: number;
  readonly size: number;
  readonly checksum: number;
  readonly isSliced: boolean;
}

/** A checkpoint that is read: its files are opened as their tensors are asked for. */
export class BundleReader {
  private readonly entries = new Map<string, Entry>();
  private readonly shards: number;
  private readonly files = new Map<number, Uint8Array>();

  /** `shard` gives the bytes of a file by its ending. Throws WireError. */
  constructor(
    index: Uint8Array,
    private readonly shard: (ending: string) => Uint8Array,
  ) {
    let shards = 1;
    for (const [name, content] of tableEntries(index)) {
      if (name === '') shards = Number(fieldsOf(content).find(({ number }) => number === 1)?.whole ?? 1n);
      else this.entries.set(name, entryOf(content));
    }
    this.shards = shards;
  }

  get names(): readonly string[] {
    return [...this.entries.keys()];
  }

  shapeOf(name: string): readonly number[] | undefined {
    return this.entries.get(name)?.shape;
  }

  /** undefined: there is none, or it is of a type that is not read. Throws WireError for damaged files. */
  tensor(name: string): TensorData | undefined {
    const entry = this.entries.get(name);
    const dtype = types.find(([, number]) => number === entry?.type)?.[0];
    if (!entry || !dtype || entry.isSliced || dtype === 'string') return undefined;
    const content = this.content(entry);
    if (checksum(content) !== entry.checksum) throw new WireError(`${name} is damaged in it`);
    const data = allocate(dtype, elementCount(entry.shape));
    if (data.byteLength !== content.length) throw new WireError(`${name} is not whole in it`);
    new Uint8Array(data.buffer).set(content);
    return { dtype, shape: entry.shape, data };
  }

  /** A string without axes. */
  text(name: string): Uint8Array | undefined {
    const entry = this.entries.get(name);
    if (!entry || entry.type !== ofStrings || entry.shape.length > 0) return undefined;
    const reader = new Numbers(this.content(entry));
    const length = reader.next();
    reader.fixed();
    const text = reader.take(length);
    if (checksum(checkedText(text)) !== entry.checksum) throw new WireError(`${name} is damaged in it`);
    return text;
  }

  private content({ shard, offset, size }: Entry): Uint8Array {
    let file = this.files.get(shard);
    if (!file) {
      const digits = (number: number) => String(number).padStart(5, '0');
      file = this.shard(`.data-${digits(shard)}-of-${digits(this.shards)}`);
      this.files.set(shard, file);
    }
    if (offset + size > file.length) throw new WireError('its data are cut short');
    return file.subarray(offset, offset + size);
  }
}

function entryOf(content: Uint8Array): Entry {
  const fields = fieldsOf(content);
  const whole = (number: number) => Number(fields.find((each) => each.number === number)?.whole ?? 0n);
  const shape = fields.find(({ number }) => number === 2)?.bytes ?? new Uint8Array();
  const sum = fields.find(({ number }) => number === 6)?.fixed;
  return {
    type: whole(1),
    shape: fieldsOf(shape).flatMap(({ number, bytes }) => {
      if (number !== 2 || !bytes) return [];
      return [Number(fieldsOf(bytes).find((each) => each.number === 1)?.whole ?? 0n)];
    }),
    shard: whole(3),
    offset: whole(4),
    size: whole(5),
    checksum: sum ? new Numbers(sum).fixed() : 0,
    isSliced: fields.some(({ number }) => number === 7),
  };
}
