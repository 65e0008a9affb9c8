import type { Picture } from '../../server/language/host.js';
import { type RowReader, rowsOf, samplesOf } from './jpeg-samples.js';
import { type Component, HuffmanTable, readScan, type Scan, type HuffmanTable as Table, zigzag } from './jpeg-scan.js';
import type { Transform } from './jpeg-transform.js';
import { checkSize, cutShort, NotRead, PictureError } from './picture.js';

/*
 * JPEG as TensorFlow decodes it, to the last bit: libjpeg's fast inverse transform, its interpolation of colours, its
 * arithmetic of colour spaces. Of colours alone where one channel is asked for: the brightness that the file holds.
 */

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly isProgressive: boolean;
  readonly components: readonly Component[];
  readonly mostH: number;
  readonly mostV: number;
  readonly unitsWide: number;
  readonly unitsHigh: number;
}

/** Progressive pictures have some ten; each may take few bytes and go over all pixels. */
const mostScans = 100;

type ColourSpace = 'grey' | 'YCbCr' | 'RGB' | 'CMYK' | 'YCCK';

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/** `channels`: 0 for as many as it has (1 or 3), 1 or 3. Throws PictureError. */
export function decodeJpeg(bytes: Uint8Array, channels: number, transform: Transform = 'fast'): Picture {
  if (channels === 4) throw new PictureError('JPEG does not support 4 channels');
  return new JpegReader(bytes, transform).read(channels);
}

class JpegReader {
  private readonly view: DataView;
  private readonly quantizers = new Map<number, Uint16Array>();
  private readonly tables = new Map<string, Table>();
  private restartInterval = 0;
  private frame: Frame | undefined;
  private hasJfif = false;
  private adobe: number | undefined;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly transform: Transform,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  read(channels: number): Picture {
    let at = 2;
    let scans = 0;
    for (;;) {
      const marker = this.markerFrom(at);
      if (marker === undefined) throw cutShort();
      const kind = this.bytes[marker + 1] as number;
      if (kind === 0xd9) break;
      at = marker + 2;
      // Restarts and the like have nothing behind them.
      if ((kind >= 0xd0 && kind <= 0xd8) || kind === 0x01) continue;
      if (at + 2 > this.bytes.length) throw cutShort();
      const end = at + this.view.getUint16(at);
      if (end > this.bytes.length || end < at + 2) throw cutShort();
      const segment = this.bytes.subarray(at + 2, end);
      at = end;
      if (kind === 0xda) {
        if (scans === mostScans) throw new PictureError(`it has more than ${mostScans} scans`);
        at = readScan(this.bytes, end, this.scan(segment));
        scans += 1;
      } else this.segment(kind, segment);
    }
    if (!this.frame || scans === 0) throw new PictureError('it holds no picture');
    return this.pixels(this.frame, channels);
  }

  /** Where the next marker is; what lies before it is passed over. */
  private markerFrom(start: number): number | undefined {
    for (let at = start; at + 1 < this.bytes.length; at += 1) {
      const next = this.bytes[at + 1];
      if (this.bytes[at] === 0xff && next !== 0 && next !== 0xff) return at;
    }
    return undefined;
  }

  private segment(kind: number, segment: Uint8Array): void {
    switch (kind) {
      case 0xdb:
        this.quantization(segment);
        return;
      case 0xc4:
        this.huffman(segment);
        return;
      case 0xdd:
        this.restartInterval = ((segment[0] ?? 0) << 8) | (segment[1] ?? 0);
        return;
      case 0xe0:
        this.hasJfif ||= String.fromCharCode(...segment.subarray(0, 5)) === 'JFIF\0';
        return;
      case 0xee:
        if (segment.length >= 12 && String.fromCharCode(...segment.subarray(0, 5)) === 'Adobe')
          this.adobe = segment[11] as number;
        return;
      case 0xc0:
      case 0xc1:
      case 0xc2:
        this.frame = this.frameOf(segment, kind === 0xc2);
        return;
      default:
        // 0xc8 and 0xcc are no frames.
        if (kind >= 0xc3 && kind <= 0xcf)
          throw new PictureError('it is packed in a way that is not decoded (lossless, hierarchical or arithmetic)');
    }
  }

  private quantization(segment: Uint8Array): void {
    for (let at = 0; at < segment.length; ) {
      const [wide, id] = [(segment[at] as number) >> 4, (segment[at] as number) & 15];
      const bytes = wide ? 128 : 64;
      at += 1;
      if (at + bytes > segment.length) throw new PictureError('a table in it is cut short');
      const table = new Uint16Array(64);
      for (let k = 0; k < 64; k += 1)
        table[zigzag[k] as number] = wide
          ? ((segment[at + 2 * k] as number) << 8) | (segment[at + 2 * k + 1] as number)
          : (segment[at + k] as number);
      at += bytes;
      this.quantizers.set(id, table);
    }
  }

  private huffman(segment: Uint8Array): void {
    for (let at = 0; at < segment.length; ) {
      const id = segment[at] as number;
      const counts = segment.subarray(at + 1, at + 17);
      const total = counts.reduce((sum, count) => sum + count, 0);
      const values = segment.subarray(at + 17, at + 17 + total);
      if (counts.length < 16 || values.length < total || total > 256)
        throw new PictureError('a table in it is cut short');
      this.tables.set(`${id >> 4 ? 'ac' : 'dc'}${id & 15}`, new HuffmanTable(counts, values));
      at += 17 + total;
    }
  }

  private frameOf(segment: Uint8Array, isProgressive: boolean): Frame {
    if (this.frame) throw new PictureError('it holds several frames');
    const count = segment[5] ?? 0;
    if (segment.length < 6 + 3 * count) throw cutShort();
    if (segment[0] !== 8) throw new PictureError(`its samples have ${segment[0]} bits, and only 8 are decoded`);
    const height = ((segment[1] as number) << 8) | (segment[2] as number);
    const width = ((segment[3] as number) << 8) | (segment[4] as number);
    checkSize(width, height);
    if (![1, 3, 4].includes(count)) throw new PictureError(`it has ${count} components`);
    const parts = Array.from({ length: count }, (_, index) => {
      const [id = 0, sampling = 0, quantization = 0] = segment.subarray(6 + 3 * index);
      const [h, v] = [sampling >> 4, sampling & 15];
      if (h < 1 || h > 4 || v < 1 || v > 4) throw new PictureError('its sampling is damaged');
      return { id, h, v, quantization };
    });
    const mostH = Math.max(...parts.map(({ h }) => h));
    const mostV = Math.max(...parts.map(({ v }) => v));
    const unitsWide = Math.ceil(width / (8 * mostH));
    const unitsHigh = Math.ceil(height / (8 * mostV));
    const components = parts.map(({ id, h, v, quantization }): Component => {
      if (mostH % h !== 0 || mostV % v !== 0) throw new PictureError('its sampling is not supported');
      const stride = unitsWide * h;
      return {
        id,
        h,
        v,
        quantization,
        blocksWide: Math.ceil(Math.ceil((width * h) / mostH) / 8),
        blocksHigh: Math.ceil(Math.ceil((height * v) / mostV) / 8),
        stride,
        coefficients: new Int16Array(stride * unitsHigh * v * 64),
      };
    });
    return { width, height, isProgressive, components, mostH, mostV, unitsWide, unitsHigh };
  }

  private scan(segment: Uint8Array): Scan {
    const { frame } = this;
    const count = segment[0] ?? 0;
    if (!frame || segment.length < 4 + 2 * count || count < 1) throw new PictureError('a scan in it is damaged');
    const components = Array.from({ length: count }, (_, index) => {
      const [id = 0, tables = 0] = segment.subarray(1 + 2 * index);
      const component = frame.components.find((each) => each.id === id);
      if (!component) throw new PictureError('a scan in it is damaged');
      return { component, dc: this.tables.get(`dc${tables >> 4}`), ac: this.tables.get(`ac${tables & 15}`) };
    });
    const [from = 0, to = 0, bits = 0] = segment.subarray(1 + 2 * count);
    if (frame.isProgressive && (from > to || to > 63 || (from > 0 && count > 1)))
      throw new PictureError('a scan in it is damaged');
    const { isProgressive, unitsWide, unitsHigh } = frame;
    const { restartInterval } = this;
    return {
      components,
      from,
      to,
      high: bits >> 4,
      low: bits & 15,
      isProgressive,
      restartInterval,
      unitsWide,
      unitsHigh,
    };
  }

  /** As libjpeg guesses it. */
  private space({ components }: Frame): ColourSpace {
    if (components.length === 1) return 'grey';
    if (components.length === 4) return this.adobe === 2 ? 'YCCK' : 'CMYK';
    if (this.hasJfif) return 'YCbCr';
    if (this.adobe !== undefined) return this.adobe === 0 ? 'RGB' : 'YCbCr';
    return String.fromCharCode(...components.map(({ id }) => id)) === 'RGB' ? 'RGB' : 'YCbCr';
  }

  private pixels(frame: Frame, asked: number): Picture {
    const { width, height, components } = frame;
    const space = this.space(frame);
    if (components.length === 4 && this.transform === 'accurate')
      throw new NotRead('it has four inks, which are not read as Pillow reads them');
    const channels = asked === 0 ? (space === 'grey' ? 1 : 3) : asked;
    if (channels === 1 && components.length === 4)
      throw new PictureError('it has four colours, and no brightness alone');
    const onlyFirst = channels === 1 && space !== 'RGB';
    const rows = (onlyFirst ? components.slice(0, 1) : components).map((component) => this.rows(frame, component));
    const data = new Uint8Array(width * height * channels);
    // Interpolation makes one sample more where a width is odd.
    const lines = rows.map(() => new Uint8Array(width + 2));
    const write = writers[channels === 1 ? (space === 'RGB' ? 'brightness' : 'grey') : space];
    const inverted = this.adobe !== undefined;
    for (let y = 0; y < height; y += 1) {
      rows.forEach((row, index) => {
        row(y, lines[index] as Uint8Array);
      });
      write(lines, data, y * width * channels, width, channels, inverted);
    }
    return { width, height, channels, data };
  }

  private rows({ width, height, mostH, mostV }: Frame, component: Component): RowReader {
    const quantizers = this.quantizers.get(component.quantization);
    if (!quantizers) throw new PictureError('a table in it is missing');
    const ownWidth = Math.ceil((width * component.h) / mostH);
    const ownHeight = Math.ceil((height * component.v) / mostV);
    const plane = samplesOf(component, quantizers, this.transform, ownWidth, ownHeight);
    return rowsOf(plane, width, mostH / component.h, mostV / component.v);
  }
}

/** Writes a row of samples as pixels. `inverted`: inks as Adobe's programs write them. */
type Writer = (
  lines: readonly Uint8Array[],
  into: Uint8Array,
  start: number,
  width: number,
  channels: number,
  inverted: boolean,
) => void;

const clamped = (value: number) => (value < 0 ? 0 : value > 255 ? 255 : value);

/** Libjpeg's factors have 16 bits. */
const red = (y: number, cr: number) => clamped(y + ((91_881 * (cr - 128) + 32_768) >> 16));
const green = (y: number, cb: number, cr: number) =>
  clamped(y + ((-22_554 * (cb - 128) - 46_802 * (cr - 128) + 32_768) >> 16));
const blue = (y: number, cb: number) => clamped(y + ((116_130 * (cb - 128) + 32_768) >> 16));

const writers: Readonly<Record<ColourSpace | 'brightness', Writer>> = {
  grey([line], into, start, width, channels) {
    for (let x = 0; x < width; x += 1)
      into.fill((line as Uint8Array)[x] as number, start + x * channels, start + (x + 1) * channels);
  },
  brightness(lines, into, start, width) {
    const [r, g, b] = lines as [Uint8Array, Uint8Array, Uint8Array];
    for (let x = 0; x < width; x += 1)
      into[start + x] =
        (19_595 * (r[x] as number) + 38_470 * (g[x] as number) + 7471 * (b[x] as number) + 32_768) >> 16;
  },
  RGB(lines, into, start, width) {
    lines.forEach((line, channel) => {
      for (let x = 0; x < width; x += 1) into[start + 3 * x + channel] = line[x] as number;
    });
  },
  YCbCr([lineY, lineB, lineR], into, start, width) {
    for (let x = 0; x < width; x += 1) {
      const y = (lineY as Uint8Array)[x] as number;
      const cb = (lineB as Uint8Array)[x] as number;
      const cr = (lineR as Uint8Array)[x] as number;
      into[start + 3 * x] = red(y, cr);
      into[start + 3 * x + 1] = green(y, cb, cr);
      into[start + 3 * x + 2] = blue(y, cb);
    }
  },
  CMYK(lines, into, start, width, _channels, inverted) {
    const [c, m, y, k] = lines as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    for (let x = 0; x < width; x += 1)
      inks([c[x], m[x], y[x]] as number[], k[x] as number, into, start + 3 * x, inverted);
  },
  YCCK(lines, into, start, width, _channels, inverted) {
    const [lineY, lineB, lineR, k] = lines as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    for (let x = 0; x < width; x += 1) {
      const [y, cb, cr] = [lineY[x], lineB[x], lineR[x]] as [number, number, number];
      const colours = [255 - red(y, cr), 255 - green(y, cb, cr), 255 - blue(y, cb)];
      inks(colours, k[x] as number, into, start + 3 * x, inverted);
    }
  },
};

function inks(colours: readonly number[], black: number, into: Uint8Array, at: number, inverted: boolean): void {
  colours.forEach((colour, channel) => {
    const [ink, dark] = inverted ? [colour, black] : [255 - colour, 255 - black];
    into[at + channel] = Math.trunc((ink * dark) / 255);
  });
}
