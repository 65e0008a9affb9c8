import { encodeUtf8 } from '../../python/text-encoding.js';
import { record } from '../../tensorflow/records/record.js';

/**
 * TensorBoard's event files: records of TFRecord, each an `Event` in protocol buffers' wire format. Only what scalars,
 * histograms and a model's layers need is written, as TensorFlow 2 writes it: a tensor with the name of the plugin that
 * shows it.
 */

/** What a file begins with. `time`: seconds since 1970. */
export function versionRecord(time: number): Uint8Array {
  return record(bytes(double(1, time), field(3, encodeUtf8('brain.Event:2'))));
}

/** One number of a curve, as a float32. */
export function scalarRecord(time: number, step: number, tag: string, value: number): Uint8Array {
  const content = new Uint8Array(4);
  new DataView(content.buffer).setFloat32(0, value, true);
  return summaryRecord(time, step, tag, 'scalars', bytes(varint(1, FLOAT), field(2, none), field(4, content)));
}

/** How many of some values lie between which two. */
export function histogramRecord(time: number, step: number, tag: string, values: ArrayLike<number>): Uint8Array {
  const buckets = bucketsOf(values);
  const content = new Uint8Array(buckets.length * 8);
  const view = new DataView(content.buffer);
  buckets.forEach((value, index) => {
    view.setFloat64(index * 8, value, true);
  });
  const size = (count: number) => field(2, varint(1, count));
  const shape = field(2, bytes(size(buckets.length / 3), size(3)));
  return summaryRecord(time, step, tag, 'histograms', bytes(varint(1, DOUBLE), shape, field(4, content)));
}

/** Pictures as PNG files. */
export function imageRecord(
  time: number,
  step: number,
  tag: string,
  size: readonly [width: number, height: number],
  files: readonly Uint8Array[],
): Uint8Array {
  const parts = [...size.map((each) => encodeUtf8(String(each))), ...files];
  const shape = field(2, field(2, varint(1, parts.length)));
  const tensor = bytes(varint(1, STRING), shape, ...parts.map((part) => field(8, part)));
  return summaryRecord(time, step, tag, 'images', tensor);
}

/** A text, which TensorBoard shows as Markdown. */
export function textRecord(time: number, step: number, tag: string, text: string): Uint8Array {
  return summaryRecord(time, step, tag, 'text', bytes(varint(1, STRING), field(2, none), field(8, encodeUtf8(text))));
}

/** A model's layers and how they are connected, from `to_json`: TensorBoard draws its conceptual graph by it. */
export function modelRecord(time: number, json: string): Uint8Array {
  const tensor = bytes(varint(1, STRING), field(2, none), field(8, encodeUtf8(json)));
  return summaryRecord(time, 0, 'keras', 'graph_keras_model', tensor, encodeUtf8('1'));
}

const FLOAT = 1;
const DOUBLE = 2;
const STRING = 7;
const BUCKETS = 30;
const none = new Uint8Array(0);

/** `content`: what the plugin wants to know beside the tensor. */
function summaryRecord(
  time: number,
  step: number,
  tag: string,
  plugin: string,
  tensor: Uint8Array,
  content: Uint8Array = none,
): Uint8Array {
  const data = bytes(field(1, encodeUtf8(plugin)), content.length > 0 ? field(2, content) : none);
  const metadata = field(1, data);
  const value = bytes(field(1, encodeUtf8(tag)), field(8, tensor), field(9, metadata));
  return record(bytes(double(1, time), step === 0 ? none : varint(2, step), field(5, field(1, value))));
}

/** Rows of left edge, right edge and count; where all values are equal, the last bucket has them. */
function bucketsOf(values: ArrayLike<number>): readonly number[] {
  const rows = new Array<number>(BUCKETS * 3).fill(0);
  if (values.length === 0) return rows;
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const range = most - least;
  const step = range / BUCKETS;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    rows[bucket * 3] = least + bucket * step;
    rows[bucket * 3 + 1] = bucket === BUCKETS - 1 ? most : least + (bucket + 1) * step;
  }
  for (let i = 0; i < values.length; i += 1) {
    const place = range === 0 ? BUCKETS - 1 : Math.floor(((values[i] as number) - least) / step);
    const at = Math.min(Math.max(place, 0), BUCKETS - 1) * 3 + 2;
    rows[at] = (rows[at] as number) + 1;
  }
  return rows;
}

/** A field of protocol buffers that holds bytes. */
function field(number: number, content: Uint8Array): Uint8Array {
  return bytes(...base128(number * 8 + 2), ...base128(content.length), content);
}

function varint(number: number, value: number): Uint8Array {
  return bytes(...base128(number * 8), ...base128(value));
}

function double(number: number, value: number): Uint8Array {
  const content = new Uint8Array(8);
  new DataView(content.buffer).setFloat64(0, value, true);
  return bytes(number * 8 + 1, content);
}

/** A whole number in sevens of bits, the lowest first. */
function base128(value: number): readonly number[] {
  const digits: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...digits, rest];
    digits.push((rest % 128) + 128);
  }
}

/** Bytes and stretches of bytes one after the other. */
function bytes(...parts: readonly (number | Uint8Array)[]): Uint8Array {
  const length = parts.reduce((sum: number, part) => sum + (typeof part === 'number' ? 1 : part.length), 0);
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    if (typeof part === 'number') all[at] = part;
    else all.set(part, at);
    at += typeof part === 'number' ? 1 : part.length;
  }
  return all;
}
