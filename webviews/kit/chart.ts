import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { chartColours } from './theme.js';

/** A value an epoch; null where it is not a finite number. */
export interface Line {
  readonly label: string;
  readonly values: readonly (number | null)[];
  readonly dashed: boolean;
}

const height = 240;

/** A chart of lines over epochs. Redrawn as a whole when lines come or the theme changes; else only its data moves. */
export class Chart {
  private plot: uPlot | undefined;
  private lines: readonly Line[] = [];
  private first = 1;

  constructor(private readonly place: HTMLElement) {
    new ResizeObserver(() => this.plot?.setSize({ width: this.width(), height })).observe(place);
  }

  /** `first`: the number of the first epoch. */
  show(lines: readonly Line[], first = 1): void {
    const sameLines =
      this.plot &&
      first === this.first &&
      lines.length === this.lines.length &&
      lines.every((line, i) => line.label === this.lines[i]?.label);
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
    return Math.max(240, this.place.clientWidth);
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
        { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000] },
        { ...axis, size: 60 },
      ],
      series: [
        { label: 'epoch' },
        ...this.lines.map((line, i) => {
          const stroke = colours.series[i % colours.series.length] ?? colours.text;
          return {
            label: line.label,
            stroke,
            width: 2,
            points: { show: (plot: uPlot) => plot.data[0].length < 60, size: 5, stroke, fill: stroke },
            value: (_plot: uPlot, value: number | null) => (value === null ? '–' : value.toPrecision(4)),
            ...(line.dashed ? { dash: [6, 4] } : {}),
          };
        }),
      ],
    };
  }
}

function data(lines: readonly Line[], first: number): uPlot.AlignedData {
  const epochs = Math.max(0, ...lines.map((line) => line.values.length));
  return [Array.from({ length: epochs }, (_, i) => i + first), ...lines.map((line) => [...line.values])];
}
