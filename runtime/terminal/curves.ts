import type { LoggedValue } from '../contract.js';
import { logValue } from './progress-bar.js';
import { type Color, colored } from './terminal.js';

export interface Curve {
  readonly name: string;
  /** A value an epoch; where it is not a finite number, the curve has a gap; undefined: none was told, and it goes on. */
  readonly values: readonly (LoggedValue | undefined)[];
  /** Of a loop by steps: where the values stand, growing. */
  readonly steps?: readonly number[];
}

export interface ChartOptions {
  /** Of the whole chart, labels and all. */
  readonly columns: number;
  readonly rows: number;
  readonly hasColor: boolean;
  /** The number of the first epoch; left out: 1. */
  readonly first?: number;
}

const colors: readonly Color[] = ['blue', 'magenta', 'yellow', 'red'];
/** Of eight dots each, two a row: Unicode's Braille block. */
const braille = 0x2800;
const dotBits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

/**
 * Curves over epochs, or over steps, drawn with Braille dots: the scale at the left, each curve's name and last
 * value at its right end. Without colour, every curve after the first is dotted.
 */
export function drawCurves(curves: readonly Curve[], options: ChartOptions): string[] {
  const { columns, rows, hasColor, first = 1 } = options;
  const finite = curves.flatMap((curve) => curve.values).filter((value) => typeof value === 'number');
  if (!finite.length) return [];
  const [low, high] = range(finite);
  const labels = curves.map((curve) => `${curve.name} ${lastValue(curve)}`);
  const scale = Math.max(logValue(low).length, logValue(high).length);
  const width = Math.max(10, columns - scale - 3 - Math.max(...labels.map((label) => label.length)) - 1);
  const canvas = new Canvas(width, rows);
  const row = (value: number) => Math.round(((high - value) / (high - low)) * (rows * 4 - 1));

  const last = Math.max(...curves.map(({ values, steps }) => steps?.at(-1) ?? first - 1 + values.length));
  curves.forEach(({ values, steps }, index) => {
    const place = (at: number) =>
      steps ? ((steps[at] ?? first) - first) / Math.max(1, last - first) : at / Math.max(1, values.length - 1);
    const column = (at: number) => Math.round(place(at) * (width * 2 - 1));
    let before: { readonly at: number; readonly value: number } | undefined;
    values.forEach((value, at) => {
      if (value === undefined) return;
      if (typeof value === 'number') {
        const from = before ?? { at, value };
        canvas.line(column(from.at), row(from.value), column(at), row(value), index, !hasColor && index > 0);
      }
      before = typeof value === 'number' ? { at, value } : undefined;
    });
  });

  const names = placeLabels(curves, labels, rows, row);
  const lines = Array.from({ length: rows }, (_, line) => {
    const mark = line === 0 ? logValue(high) : line === rows - 1 ? logValue(low) : '';
    const name = names.get(line);
    const text = name === undefined ? '' : ` ${colored({ hasColor }, colorOf(name), labels[name] ?? '')}`;
    const cells = canvas.row(line, (dots, index) => colored({ hasColor }, colorOf(index), dots));
    return `${mark.padStart(scale)} ┤${cells}${text}`.trimEnd();
  });
  lines.push(`${' '.repeat(scale)} └${'─'.repeat(width)}`);
  lines.push(
    `${' '.repeat(scale + 2)}${first}${`${curves.some(({ steps }) => steps) ? 'step' : 'epoch'} ${last}`.padStart(width - String(first).length)}`,
  );
  return lines;
}

function colorOf(index: number): Color {
  return colors[index % colors.length] ?? 'blue';
}

/** Never empty: a flat curve lies in the middle. */
function range(values: readonly number[]): [low: number, high: number] {
  const low = values.reduce((least, value) => Math.min(least, value));
  const high = values.reduce((most, value) => Math.max(most, value));
  if (high > low) return [low, high];
  const margin = Math.abs(low) / 10 || 1;
  return [low - margin, high + margin];
}

function lastValue({ values }: Curve): string {
  const last = values.findLast((value) => value !== undefined) ?? 'nan';
  return typeof last === 'number' ? logValue(last) : last;
}

/** The text row of each curve's label: where it ends, or the nearest row that is free. */
function placeLabels(
  curves: readonly Curve[],
  labels: readonly string[],
  rows: number,
  row: (value: number) => number,
): Map<number, number> {
  const taken = new Map<number, number>();
  labels.forEach((_, index) => {
    const last = curves[index]?.values.findLast((value) => typeof value === 'number') ?? 0;
    const wanted = Math.min(rows - 1, Math.max(0, Math.floor(row(last) / 4)));
    for (let distance = 0; distance < rows; distance++) {
      const free = [wanted + distance, wanted - distance].find((r) => r >= 0 && r < rows && !taken.has(r));
      if (free === undefined) continue;
      taken.set(free, index);
      return;
    }
  });
  return taken;
}

/** Cells of 2 × 4 dots; a cell shows the colour of the curve that came last. */
class Canvas {
  private readonly dots: Uint8Array;
  private readonly owner: Int8Array;

  constructor(
    private readonly width: number,
    rows: number,
  ) {
    this.dots = new Uint8Array(width * rows);
    this.owner = new Int8Array(width * rows);
  }

  line(x0: number, y0: number, x1: number, y1: number, owner: number, isDotted: boolean): void {
    const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
    for (let step = 0; step <= steps; step++) {
      const x = Math.round(x0 + ((x1 - x0) * step) / steps);
      const y = Math.round(y0 + ((y1 - y0) * step) / steps);
      if (isDotted && (x + y) % 3 !== 0) continue;
      const cell = (y >> 2) * this.width + (x >> 1);
      this.dots[cell] = (this.dots[cell] ?? 0) | (dotBits[y & 3]?.[x & 1] ?? 0);
      this.owner[cell] = owner;
    }
  }

  /** A row of cells, painted in stretches of one curve. */
  row(row: number, paint: (dots: string, owner: number) => string): string {
    let text = '';
    let stretch = '';
    let owner = 0;
    for (let cell = row * this.width; cell < (row + 1) * this.width; cell++) {
      const dots = this.dots[cell] ?? 0;
      const next = dots ? (this.owner[cell] ?? 0) : owner;
      if (next !== owner && stretch) {
        text += paint(stretch, owner);
        stretch = '';
      }
      owner = next;
      stretch += dots ? String.fromCodePoint(braille + dots) : ' ';
    }
    return text + paint(stretch, owner);
  }
}
