import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { drawGaps } from './gaps.js';
import { makeLegendButtons } from './legend.js';
import { axisTexts, number } from './number.js';
import { chartColours } from './theme.js';

/** A value by epoch or by step. */
export interface Line {
  readonly label: string;
  /** What is not a finite number by its name (`nan`, `inf`, `-inf`): the line has a gap and a mark there. null: there is none, and the line goes on. */
  readonly values: readonly (number | string | null)[];
  /** Where the values stand, growing; left out: from the first epoch on, one an epoch. */
  readonly steps?: readonly number[];
  /** In pixels, dashes and gaps in turn; left out: the line is drawn through. */
  readonly dash?: readonly number[];
  /** Which of the theme's colours; left out: that of its place among the lines. */
  readonly colour?: number;
  /** What a screen reader is told in the place of the label. */
  readonly description?: string;
}

/** What charts that show the same runs share. */
export interface Shared {
  /** The labels of the lines that are hidden, in each of them. */
  readonly hidden: Set<string>;
  /** A line was hidden or shown by a chart's legend. */
  toggled(): void;
  /** The cursor goes along in all charts of this name. */
  readonly cursor: string;
}

export const dashed = [6, 4];

const height = 240;
/** In pixels; the axis takes about a third of it. */
const leastWidth = 160;
/** Lines of more points than this are drawn thin. */
const many = 500;

/** A chart of lines over epochs, or over steps. Redrawn as a whole when lines come or the theme changes; else only its data moves. */
export class Chart {
  private plot: uPlot | undefined;
  private lines: readonly Line[] = [];
  private first = 1;
  private scale: readonly [number, number] | undefined;

  constructor(
    private readonly place: HTMLElement,
    private readonly description: string,
    private readonly by: 'epoch' | 'step' = 'epoch',
    private readonly shared: Shared = { hidden: new Set(), toggled: () => {}, cursor: '' },
  ) {
    new ResizeObserver(() => this.plot?.setSize({ width: this.width(), height })).observe(place);
  }

  /** `first`: the number of the first epoch. `scale`: what the y axis is to show at least. */
  show(lines: readonly Line[], first = 1, scale?: readonly [number, number]): void {
    const sameLines =
      this.plot &&
      first === this.first &&
      lines.length === this.lines.length &&
      lines.every((line, i) => {
        const before = this.lines[i];
        return (
          line.label === before?.label &&
          line.description === before.description &&
          line.colour === before.colour &&
          isLong(line) === isLong(before)
        );
      });
    this.lines = lines;
    this.first = first;
    this.scale = scale;
    if (sameLines) {
      this.plot?.setData(data(lines, first));
      this.showHidden();
    } else this.redraw();
  }

  redraw(): void {
    const focused = this.place.contains(document.activeElement) ? document.activeElement?.textContent : undefined;
    this.plot?.destroy();
    this.plot = new uPlot(this.options(), data(this.lines, this.first), this.place);
    const canvas = this.plot.root.querySelector('.u-wrap');
    canvas?.setAttribute('role', 'img');
    canvas?.setAttribute('aria-label', this.description);
    makeLegendButtons(this.plot, this.lines, (label, isHidden) => {
      if (isHidden === this.shared.hidden.has(label)) return;
      if (isHidden) this.shared.hidden.add(label);
      else this.shared.hidden.delete(label);
      this.shared.toggled();
    });
    if (focused !== undefined)
      for (const button of this.place.querySelectorAll<HTMLElement>('.u-legend [role=button]'))
        if (button.textContent === focused) button.focus();
  }

  /** As other charts have hidden or shown lines. */
  private showHidden(): void {
    for (const [i, { label }] of this.lines.entries()) {
      const show = !this.shared.hidden.has(label);
      if (this.plot?.series[i + 1]?.show !== show) this.plot?.setSeries(i + 1, { show });
    }
  }

  /** The last epoch or step of the lines that are shown. */
  private last(): number {
    const ends = this.lines.filter(({ label }) => !this.shared.hidden.has(label)).map((line) => this.endOf(line));
    return Math.max(this.first, ...ends);
  }

  private width(): number {
    return Math.max(leastWidth, this.place.clientWidth);
  }

  private options(): uPlot.Options {
    const colours = chartColours();
    const axis = {
      stroke: colours.text,
      font: colours.font,
      grid: { stroke: colours.grid, width: 1 },
      ticks: { stroke: colours.grid, width: 1 },
    };
    return {
      width: this.width(),
      height,
      ...(this.shared.cursor === '' ? {} : { cursor: { sync: { key: this.shared.cursor, scales: ['x', null] } } }),
      scales: {
        x: { time: false, range: () => [this.first, Math.max(this.first + 1, this.last())] },
        y: { range: (_plot, low, high) => this.range(low, high) },
      },
      axes: [
        {
          ...axis,
          size: 36,
          incrs: [
            1,
            2,
            5,
            10,
            20,
            50,
            100,
            200,
            500,
            ...[1, 2, 5].flatMap((each) => [each * 1e3, each * 1e4, each * 1e5, each * 1e6]),
          ],
        },
        { ...axis, values: (_plot, marks) => axisTexts(marks), size: axisWidth },
      ],
      series: [
        { label: this.by, value: (_plot, step, _series, at) => (at === null ? this.endText() : (step ?? '–')) },
        ...this.lines.map((line, i) => {
          const stroke = colours.series[(line.colour ?? i) % colours.series.length] ?? colours.text;
          return {
            label: line.label,
            show: !this.shared.hidden.has(line.label),
            stroke,
            width: isLong(line) ? 1 : 2,
            points: { show: () => this.hasPoints(i), size: 5, stroke, fill: stroke },
            value: (plot: uPlot, _value: unknown, _series: number, at: number | null) => this.textOf(plot, i, at),
            ...(line.dash ? { dash: [...line.dash] } : {}),
          };
        }),
      ],
      hooks: { draw: [(plot) => drawGaps(plot, this.lines, this.first)] },
    };
  }

  /** Where they would not run into each other; a single value is a point in any case. */
  private hasPoints(index: number): boolean {
    const most = Math.max(...this.lines.map(({ values }) => values.length));
    return this.lines[index]?.values.length === 1 || most * Math.max(2, this.lines.length) < 120;
  }

  private range(low: number | null, high: number | null): [number, number] {
    const known = [low, high, ...(this.scale ?? [])].filter((end) => end !== null);
    if (!known.length) return [0, 1];
    const [least, most] = uPlot.rangeNum(Math.min(...known), Math.max(...known), 0.1, true);
    return [least ?? 0, most ?? 1];
  }

  /** Where the last values stand that the legend tells without the mouse on the chart. */
  private endText(): string {
    const ends = new Set(this.lines.map((line) => this.endOf(line)));
    if (ends.size > 1 && this.by === 'epoch') return 'last';
    return ends.size ? String(Math.max(...ends)) : '–';
  }

  private endOf({ steps, values }: Line): number {
    return steps?.at(-1) ?? this.first - 1 + values.length;
  }

  /** What the legend says of a line at a point; without the mouse on the chart: its last value. */
  private textOf(plot: uPlot, index: number, at: number | null): string {
    const line = this.lines[index];
    if (!line) return '–';
    if (at === null) return legendText(line.values.findLast((value) => value !== null));
    const under = plot.data[0][plot.cursor.idx ?? at] ?? 0;
    if (under > this.endOf(line)) return '–';
    // A line by steps may have few points: the nearest is told. An epoch has its own value, or none.
    const step = this.by === 'step' ? plot.data[0][at] : under;
    return legendText(line.values[line.steps ? line.steps.indexOf(step ?? 0) : under - this.first]);
  }
}

/** As wide as its longest text. */
function axisWidth(plot: uPlot, texts: readonly string[] | null, axis: number): number {
  const { ticks, gap = 0, font } = plot.axes[axis] ?? {};
  plot.ctx.font = Array.isArray(font) ? font[0] : (font ?? plot.ctx.font);
  const widths = (texts ?? []).map((text) => plot.ctx.measureText(text).width / devicePixelRatio);
  return Math.ceil((ticks?.size ?? 0) + gap + Math.max(24, ...widths) + 4);
}

function legendText(value: number | string | null | undefined): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'string') return number(value);
  const size = Math.abs(value);
  return size >= 1e4 && size < 1e5 ? value.toFixed(1) : value.toPrecision(4);
}

function isLong({ values }: Line): boolean {
  return values.length > many;
}

function data(lines: readonly Line[], first: number): uPlot.AlignedData {
  if (lines.some(({ steps }) => steps)) {
    // Steps that only another line has are no gaps: a line that has few points runs through.
    return uPlot.join(lines.map(({ steps = [], values }): uPlot.AlignedData => [[...steps], values.map(plotted)]));
  }
  const epochs = Math.max(0, ...lines.map((line) => line.values.length));
  return [Array.from({ length: epochs }, (_, i) => i + first), ...lines.map((line) => line.values.map(plotted))];
}

/** null is a gap in the line; over undefined it goes on. */
function plotted(value: number | string | null): number | null | undefined {
  if (typeof value === 'number') return value;
  return value === null ? undefined : null;
}
