import { cutShort, PictureError } from './picture.js';

/** A component of a JPEG: its sampling, its tables and the coefficients that are read so far. */
export interface Component {
  readonly id: number;
  readonly h: number;
  readonly v: number;
  readonly quantization: number;
  /** Blocks that hold samples of the picture. */
  readonly blocksWide: number;
  readonly blocksHigh: number;
  /** Blocks in a row of whole units: what `coefficients` holds. */
  readonly stride: number;
  readonly coefficients: Int16Array;
}

/** What a scan's header says. */
export interface Scan {
  readonly components: readonly {
    readonly component: Component;
    readonly dc: HuffmanTable | undefined;
    readonly ac: HuffmanTable | undefined;
  }[];
  readonly from: number;
  readonly to: number;
  /** The bit of the coefficients that was read before, 0: none; and that is read now. */
  readonly high: number;
  readonly low: number;
  readonly isProgressive: boolean;
  readonly restartInterval: number;
  readonly unitsWide: number;
  readonly unitsHigh: number;
}

/** Order in which a block's coefficients are written. */
export const zigzag = Uint8Array.of(
  ...[0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21],
  ...[28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61],
  ...[54, 47, 55, 62, 63],
);

/** Codes of up to 16 bits: for each 16 bits that may come, the value and the code's length. */
export class HuffmanTable {
  /** (length << 8) | value; 0: no code. */
  readonly found = new Uint16Array(65_536);

  constructor(counts: Uint8Array, values: Uint8Array) {
    let code = 0;
    let next = 0;
    for (let length = 1; length <= 16; length += 1) {
      for (let i = 0; i < (counts[length - 1] as number); i += 1) {
        const start = code << (16 - length);
        if (start >= 65_536) throw new PictureError('a table in it is damaged');
        this.found.fill((length << 8) | (values[next] as number), start, start + (1 << (16 - length)));
        code += 1;
        next += 1;
      }
      code <<= 1;
    }
  }
}

/** Reads bits of entropy-coded data; past a marker they are zeros, as libjpeg has it, past the end it throws. */
class BitReader {
  private bits = 0;
  private count = 0;
  /** A marker has come: there are no more bits. */
  private isOver = false;

  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
  ) {}

  private fill(): void {
    while (this.count <= 16) {
      let byte = 0;
      if (!this.isOver) {
        if (this.at >= this.bytes.length) throw cutShort();
        byte = this.bytes[this.at] as number;
        if (byte === 0xff) {
          let after = this.at + 1;
          while (this.bytes[after] === 0xff) after += 1;
          if (after >= this.bytes.length) throw cutShort();
          if (this.bytes[after] === 0) this.at = after + 1;
          else {
            this.isOver = true;
            byte = 0;
          }
        } else this.at += 1;
      }
      this.bits = (this.bits << 8) | byte;
      this.count += 8;
    }
  }

  symbol({ found }: HuffmanTable): number {
    if (this.count < 16) this.fill();
    const code = found[(this.bits >>> (this.count - 16)) & 0xffff] as number;
    // A code that is none: libjpeg takes 0 for it.
    this.count -= code === 0 ? 16 : code >> 8;
    return code & 0xff;
  }

  take(length: number): number {
    if (length === 0) return 0;
    if (this.count < length) this.fill();
    this.count -= length;
    return (this.bits >>> this.count) & ((1 << length) - 1);
  }

  /** A number of so many bits, whose first bit is its sign. */
  signed(length: number): number {
    const value = this.take(length);
    return length > 0 && value < 1 << (length - 1) ? value - (1 << length) + 1 : value;
  }

  /** Goes past a restart marker; where it is missing there are no more bits. */
  restart(): void {
    this.bits = 0;
    this.count = 0;
    const { bytes } = this;
    let at = this.at;
    while (at + 1 < bytes.length && !(bytes[at] === 0xff && bytes[at + 1] !== 0 && bytes[at + 1] !== 0xff)) at += 1;
    if (at + 1 >= bytes.length) throw cutShort();
    const isRestart = (bytes[at + 1] as number) >= 0xd0 && (bytes[at + 1] as number) <= 0xd7;
    this.at = isRestart ? at + 2 : at;
    this.isOver = !isRestart;
  }
}

/** Reads a scan's coefficients into its components; gives the place in the file after it. */
export function readScan(bytes: Uint8Array, start: number, scan: Scan): number {
  const reader = new BitReader(bytes, start);
  const decoder = new BlockDecoder(reader, scan);
  const { components, restartInterval } = scan;
  const alone = components.length === 1 ? components[0] : undefined;
  const wide = alone ? alone.component.blocksWide : scan.unitsWide;
  const high = alone ? alone.component.blocksHigh : scan.unitsHigh;
  let left = restartInterval;
  for (let row = 0; row < high; row += 1)
    for (let column = 0; column < wide; column += 1) {
      if (restartInterval > 0 && left === 0) {
        reader.restart();
        decoder.reset();
        left = restartInterval;
      }
      left -= 1;
      if (alone) {
        decoder.block(0, row * alone.component.stride + column);
        continue;
      }
      components.forEach(({ component: { h, v, stride } }, index) => {
        for (let y = 0; y < v; y += 1)
          for (let x = 0; x < h; x += 1) decoder.block(index, (row * v + y) * stride + column * h + x);
      });
    }
  return reader.at;
}

class BlockDecoder {
  /** Each component's last DC coefficient. */
  private readonly before: Int32Array;
  /** How many more blocks have no coefficients in this scan. */
  private empty = 0;
  private readonly decode: (coefficients: Int16Array, at: number, index: number) => void;

  constructor(
    private readonly reader: BitReader,
    private readonly scan: Scan,
  ) {
    this.before = new Int32Array(scan.components.length);
    if (!scan.isProgressive) this.decode = this.whole;
    else if (scan.from === 0) this.decode = scan.high === 0 ? this.dcFirst : this.dcMore;
    else this.decode = scan.high === 0 ? this.acFirst : this.acMore;
  }

  reset(): void {
    this.before.fill(0);
    this.empty = 0;
  }

  block(index: number, block: number): void {
    this.decode((this.scan.components[index] as Scan['components'][number]).component.coefficients, block * 64, index);
  }

  private table(index: number, kind: 'dc' | 'ac'): HuffmanTable {
    const found = this.scan.components[index]?.[kind];
    if (!found) throw new PictureError('a table in it is missing');
    return found;
  }

  private dc(index: number): number {
    const length = this.reader.symbol(this.table(index, 'dc'));
    if (length > 15) throw new PictureError('its data are damaged');
    const value = (this.before[index] as number) + this.reader.signed(length);
    this.before[index] = value;
    return value;
  }

  private whole(into: Int16Array, at: number, index: number): void {
    const { reader } = this;
    into[at] = this.dc(index);
    const table = this.table(index, 'ac');
    for (let k = 1; k < 64; k += 1) {
      const symbol = reader.symbol(table);
      const [run, length] = [symbol >> 4, symbol & 15];
      if (length === 0) {
        if (run < 15) break;
        k += 15;
        continue;
      }
      k += run;
      const value = reader.signed(length);
      if (k < 64) into[at + (zigzag[k] as number)] = value;
    }
  }

  private dcFirst(into: Int16Array, at: number, index: number): void {
    into[at] = this.dc(index) << this.scan.low;
  }

  private dcMore(into: Int16Array, at: number): void {
    if (this.reader.take(1)) into[at] = (into[at] as number) | (1 << this.scan.low);
  }

  private acFirst(into: Int16Array, at: number, index: number): void {
    if (this.empty > 0) {
      this.empty -= 1;
      return;
    }
    const { reader, scan } = this;
    const table = this.table(index, 'ac');
    for (let k = scan.from; k <= scan.to; k += 1) {
      const symbol = reader.symbol(table);
      const [run, length] = [symbol >> 4, symbol & 15];
      if (length > 0) {
        k += run;
        const value = reader.signed(length);
        if (k < 64) into[at + (zigzag[k] as number)] = value << scan.low;
      } else if (run === 15) k += 15;
      else {
        this.empty = (1 << run) - 1 + reader.take(run);
        break;
      }
    }
  }

  /** One more bit of the coefficients that are not 0, and those that were 0 and are no longer. */
  private acMore(into: Int16Array, at: number, index: number): void {
    const { reader, scan } = this;
    const table = this.table(index, 'ac');
    const bit = 1 << scan.low;
    const refine = (place: number) => {
      const value = into[place] as number;
      if (reader.take(1) && (value & bit) === 0) into[place] = value < 0 ? value - bit : value + bit;
    };
    let k = scan.from;
    if (this.empty === 0) {
      for (; k <= scan.to; k += 1) {
        const symbol = reader.symbol(table);
        let run = symbol >> 4;
        let value = 0;
        if ((symbol & 15) !== 0) value = reader.take(1) ? bit : -bit;
        else if (run < 15) {
          this.empty = (1 << run) + reader.take(run);
          break;
        }
        for (; k <= scan.to; k += 1) {
          const place = at + (zigzag[k] as number);
          if (into[place] !== 0) refine(place);
          else if (run === 0) {
            if (value !== 0) into[place] = value;
            break;
          } else run -= 1;
        }
      }
    }
    if (this.empty === 0) return;
    for (; k <= scan.to; k += 1) {
      const place = at + (zigzag[k] as number);
      if (into[place] !== 0) refine(place);
    }
    this.empty -= 1;
  }
}
