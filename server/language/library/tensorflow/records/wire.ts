/** Protocol buffers' wire format: the kinds of fields that TensorFlow's messages have. */
export interface Field {
  readonly number: number;
  /** A whole number. */
  readonly whole?: bigint;
  /** Text, bytes, a message, or numbers one after the other. */
  readonly bytes?: Uint8Array;
  /** 4 or 8 bytes. */
  readonly fixed?: Uint8Array;
}

/** The bytes are none of this format. */
export class WireError extends Error {}

/** A whole number in sevens of bits, the lowest first; gives where it ends. */
function varint(bytes: Uint8Array, start: number): readonly [value: bigint, end: number] {
  let [value, shift, at] = [0, 1, start];
  for (let byte = 0x80; byte >= 0x80; at += 1) {
    if (at >= bytes.length) throw new WireError('it is cut short');
    byte = bytes[at] as number;
    // Past 49 bits a double is not exact any more.
    if (at - start >= 7) return longVarint(bytes, start);
    value += (byte & 0x7f) * shift;
    shift *= 128;
  }
  return [BigInt(value), at];
}

function longVarint(bytes: Uint8Array, start: number): readonly [value: bigint, end: number] {
  let value = 0n;
  for (let at = start; at < start + 10; at += 1) {
    if (at >= bytes.length) throw new WireError('it is cut short');
    const byte = bytes[at] as number;
    value |= BigInt(byte & 0x7f) << BigInt(7 * (at - start));
    if (byte < 0x80) return [BigInt.asUintN(64, value), at + 1];
  }
  throw new WireError('it has a number that is too long');
}

/** The fields of a message, in order. Throws WireError. */
export function fieldsOf(bytes: Uint8Array): readonly Field[] {
  const fields: Field[] = [];
  let at = 0;
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new WireError('it is cut short');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const [tag, after] = varint(bytes, at);
    at = after;
    const [number, kind] = [Number(tag >> 3n), Number(tag & 7n)];
    if (kind === 0) {
      const [whole, end] = varint(bytes, at);
      at = end;
      fields.push({ number, whole });
    } else if (kind === 2) {
      const [length, start] = varint(bytes, at);
      at = start;
      fields.push({ number, bytes: take(Number(length)) });
    } else if (kind === 1 || kind === 5) fields.push({ number, fixed: take(kind === 1 ? 8 : 4) });
    else throw new WireError('it has a field of no kind');
  }
  return fields;
}

/** The whole numbers that stand one after the other, as signed ones of 64 bits. */
export function wholesIn(bytes: Uint8Array): readonly bigint[] {
  const found: bigint[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [value, end] = varint(bytes, at);
    found.push(BigInt.asIntN(64, value));
    at = end;
  }
  return found;
}

/** A whole number as it is written. */
export function wholeBytes(value: bigint): Uint8Array {
  const digits: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest >= 128n; rest >>= 7n) digits.push(Number(rest & 127n) | 128);
  return Uint8Array.from([...digits, Number(rest)]);
}

export function wholeField(number: number, value: bigint): Uint8Array {
  return joined([wholeBytes(BigInt(number * 8)), wholeBytes(value)]);
}

export function bytesField(number: number, content: Uint8Array): Uint8Array {
  return joined([wholeBytes(BigInt(number * 8 + 2)), wholeBytes(BigInt(content.length)), content]);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
