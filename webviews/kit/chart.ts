import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { axisTexts, number } from './number.js';
import { chartColours } from './theme.js';

/** A value an epoch; null where it is not a finite number. */
export interface Line {
  readonly label: string;
  readonly values: readonly (number | null)[];
  /** In a chart by steps: where the values stand, growing. */
  readonly steps?: readonly number[];
  readonly dashed: boolean;
}

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

  constructor(
    private readonly place: HTMLElement,
    private readonly by: 'epoch' | 'step' = 'epoch',
  ) {
    new ResizeObserver(() => this.plot?.setSize({ width: this.width(), height })).observe(place);
  }

  /** `first`: the number of the first epoch. */
  show(lines: readonly Line[], first = 1): void {
    const sameLines =
      this.plot &&
      first === this.first &&
      lines.length === this.lines.length &&
      lines.every((line, i) => {
        const before = this.lines[i];
        return line.label === before?.label && isLong(line) === isLong(before);
      });
    this.lines = lines;
    this.first = first;
    if (sameLines) this.plot?.setData(data(lines, first));
    else this.redraw();
  }

  redraw(): void {
    this.plot?.destroy();
    this.plot = new uPlot(this.options(), data(this.lines, this.first), this.place);
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
      scales: { x: { time: false, range: (_plot, _min, max) => [this.first, Math.max(this.first + 1, max)] } },
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
        { label: this.by, value: (plot, step, _series, at) => (at === null ? lastOf(plot.data[0]) : step) ?? '–' },
        ...this.lines.map((line, i) => {
          const stroke = colours.series[i % colours.series.length] ?? colours.text;
          return {
            label: line.label,
            stroke,
            width: isLong(line) ? 1 : 2,
            points: { show: () => (this.lines[i]?.values.length ?? 0) < 60, size: 5, stroke, fill: stroke },
            // Without the mouse on the chart: the last value.
            value: (_plot: uPlot, value: number | null | undefined, _series: number, at: number | null) =>
              legendText(at === null ? lastOf(this.lines[i]?.values) : value, this.by),
            ...(line.dashed ? { dash: [6, 4] } : {}),
          };
        }),
      ],
    };
  }
}

/** As wide as its longest text. */
function axisWidth(plot: uPlot, texts: readonly string[] | null, axis: number): number {
  const { ticks, gap = 0, font } = plot.axes[axis] ?? {};
  plot.ctx.font = Array.isArray(font) ? font[0] : (font ?? plot.ctx.font);
  const widths = (texts ?? []).map((text) => plot.ctx.measureText(text).width / devicePixelRatio);
  return Math.ceil((ticks?.size ?? 0) + gap + Math.max(24, ...widths) + 4);
}

function lastOf<T>(values: ArrayLike<T> | undefined): T | undefined {
  return values?.[values.length - 1];
}

/** In a chart by steps a line has no value at many a step; an epoch always has one. */
function legendText(value: number | null | undefined, by: 'epoch' | 'step'): string {
  if (value === undefined || (value === null && by === 'step')) return '–';
  if (value === null) return number(value);
  const size = Math.abs(value);
  return size >= 1e4 && size < 1e5 ? value.toFixed(1) : value.toPrecision(4);
}

function isLong({ values }: Line): boolean {
  return values.length > many;
}

function data(lines: readonly Line[], first: number): uPlot.AlignedData {
  if (lines.some(({ steps }) => steps)) {
    // Steps that only another line has are no gaps: a line that has few points runs through.
    return uPlot.join(lines.map(({ steps = [], values }): uPlot.AlignedData => [[...steps], [...values]]));
  }
  const epochs = Math.max(0, ...lines.map((line) => line.values.length));
  return [Array.from({ length: epochs }, (_, i) => i + first), ...lines.map((line) => [...line.values])];
}
