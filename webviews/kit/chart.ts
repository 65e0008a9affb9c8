import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { type Column, type Columns, columnsOf, drawnValue, indexOfStep } from './columns.js';
import { element } from './element.js';
import { drawGaps } from './gaps.js';
import { makeLegendButtons } from './legend.js';
import { logMarks, logRange, logTexts } from './log-axis.js';
import { type Look, plain } from './look.js';
import { axisTexts, number } from './number.js';
import { smoothed } from './smoothing.js';
import { chartColours } from './theme.js';
import { thinned } from './thinning.js';

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
  look(): Look;
}

export const dashed = [6, 4];

const height = 240;
/** How many marks a logarithmic axis of that height has room for. */
const mostMarks = 8;
/** How many epochs or steps the marks of the x axis are apart: the first of these that leaves them room. */
const wholeSteps = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8].flatMap((power) => [power, 2 * power, 5 * power]);
/** How much is to be seen of a line behind its moving average, and of one of many points, which covers more. */
const [faint, faintest] = [0.45, 0.25];
/** In pixels; the axis takes about a third of it. */
const leastWidth = 160;
/** Lines of more points than this are drawn thin. */
const many = 500;

/** A chart of lines over epochs, or over steps. Redrawn as a whole when lines come, or the theme or the look changes; else only its data moves. */
export class Chart {
  private plot: uPlot | undefined;
  private lines: readonly Line[] = [];
  private columns: Columns = { steps: [], values: [] };
  /** Their moving averages, where they are smoothed. */
  private averages: readonly Column[] = [];
  /** Which of the steps are drawn; undefined: all. */
  private drawn: readonly number[] | undefined;
  private first = 1;
  private scale: readonly [number, number] | undefined;
  /** What it was made for; another needs another plot. */
  private made = '';
  /** As it was at the last drawing. */
  private look: Look = plain;
  private readonly note = element('p', { class: 'quiet note' });

  constructor(
    private readonly place: HTMLElement,
    private readonly description: string,
    private readonly by: 'epoch' | 'step' = 'epoch',
    private readonly shared: Shared = { hidden: new Set(), toggled: () => {}, cursor: '', look: () => plain },
  ) {
    new ResizeObserver(() => {
      this.plot?.setSize({ width: this.width(), height });
      if (this.drawn) this.plot?.setData(this.data());
    }).observe(place);
    place.after(this.note);
  }

  /** `first`: the number of the first epoch. `scale`: what the y axis is to show at least. */
  show(lines: readonly Line[], first = 1, scale?: readonly [number, number]): void {
    this.lines = lines;
    this.first = first;
    this.scale = scale;
    this.columns = columnsOf(lines, first);
    this.draw();
  }

  /** As the look is now. */
  draw(): void {
    this.look = this.shared.look();
    const { smoothing, logarithmic } = this.look;
    this.averages = smoothing > 0 ? this.columns.values.map((column) => smoothed(column, smoothing)) : [];
    const lines = this.lines.map((line) => [line.label, line.description, line.colour, isLong(line)]);
    const made = JSON.stringify([this.first, smoothing > 0, logarithmic, lines]);
    if (this.plot && made === this.made) {
      this.plot.setData(this.data());
      this.showHidden();
      this.describe();
    } else {
      this.made = made;
      this.redraw();
    }
  }

  redraw(): void {
    // Where the focus is elsewhere in the editor, it stays there.
    const isFocused = document.hasFocus() && this.place.contains(document.activeElement);
    const focused = isFocused ? document.activeElement?.textContent : undefined;
    this.plot?.destroy();
    this.plot = new uPlot(this.options(), this.data(), this.place);
    this.describe();
    makeLegendButtons(this.plot, this.lines, this.behind, (label, isHidden) => {
      if (isHidden === this.shared.hidden.has(label)) return;
      if (isHidden) this.shared.hidden.add(label);
      else this.shared.hidden.delete(label);
      this.tellLeftOut();
      this.shared.toggled();
    });
    if (focused !== undefined)
      for (const button of this.place.querySelectorAll<HTMLElement>('.u-legend [role=button]'))
        if (button.textContent === focused) button.focus();
  }

  /** How many series stand before those of the lines: the lines as they are, behind their moving averages. */
  private get behind(): number {
    return this.look.smoothing > 0 ? this.lines.length : 0;
  }

  private data(): uPlot.AlignedData {
    const { steps, values } = this.columns;
    const shown = [...values, ...this.averages];
    this.drawn = thinned(steps, shown, Math.ceil((this.plot?.width ?? this.width()) * devicePixelRatio));
    const places = this.drawn ?? steps.map((_, at) => at);
    const columns = shown.map((column) => places.map((at) => drawnValue(column[at], this.look.logarithmic)));
    return [places.map((at) => steps[at] as number), ...columns];
  }

  private describe(): void {
    const { smoothing, logarithmic } = this.look;
    const look = [
      ...(smoothing > 0 ? [`, smoothed by ${smoothing.toFixed(2)}`] : []),
      ...(logarithmic ? [', on a logarithmic axis'] : []),
    ];
    const canvas = this.plot?.root.querySelector('.u-wrap');
    canvas?.setAttribute('role', 'img');
    canvas?.setAttribute('aria-label', `${this.description}${look.join('')}`);
    this.tellLeftOut();
  }

  /** What a logarithmic axis does not show. */
  private tellLeftOut(): void {
    const counts = this.lines.flatMap(({ label, description = label }, i) => {
      if (!this.look.logarithmic || this.shared.hidden.has(label)) return [];
      let count = 0;
      for (const value of this.columns.values[i] ?? []) if (value <= 0) count += 1;
      return count ? [`${count.toLocaleString('en')} value${count > 1 ? 's' : ''} of ${description}`] : [];
    });
    const text = counts.length ? `Not positive, so not on a logarithmic axis: ${counts.join(' · ')}` : '';
    if (this.note.textContent !== text) this.note.textContent = text;
  }

  /** As other charts have hidden or shown lines. */
  private showHidden(): void {
    for (const [i, { label }] of this.lines.entries()) {
      const show = !this.shared.hidden.has(label);
      const index = this.behind + i + 1;
      if (this.plot?.series[index]?.show !== show) this.plot?.setSeries(index, { show });
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
    const { logarithmic } = this.look;
    const axis = {
      stroke: colours.text,
      font: colours.font,
      grid: { stroke: colours.grid, width: 1 },
      ticks: { stroke: colours.grid, width: 1 },
    };
    const marks = {
      values: (_plot: uPlot, at: readonly (number | null)[]) => (logarithmic ? logTexts(at) : axisTexts(at)),
      ...(logarithmic && {
        splits: (_plot: uPlot, _axis: number, low: number, high: number) => logMarks(low, high, mostMarks),
        filter: (_plot: uPlot, at: number[]) => at,
      }),
    };
    const drawn = this.lines.map((line, i) => {
      const stroke = colours.series[(line.colour ?? i) % colours.series.length] ?? colours.text;
      return {
        label: line.label,
        show: !this.shared.hidden.has(line.label),
        stroke,
        width: isLong(line) && !this.behind ? 1 : 2,
        points: { show: () => this.hasPoints(i), size: 5, stroke, fill: stroke },
        value: (plot: uPlot, _value: unknown, _series: number, at: number | null) => this.textOf(plot, i, at),
        ...(line.dash ? { dash: [...line.dash] } : {}),
      };
    });
    // Without a point under the mouse.
    const points = { show: false, size: 0 };
    const behind = this.behind
      ? drawn.map(({ show, stroke }, i) => {
          const alpha = isLong(this.lines[i]) ? faintest : faint;
          return { show, stroke, width: 1, alpha, points };
        })
      : [];
    return {
      width: this.width(),
      height,
      ...(this.shared.cursor === '' ? {} : { cursor: { sync: { key: this.shared.cursor, scales: ['x', null] } } }),
      scales: {
        x: { time: false, range: () => [this.first, Math.max(this.first + 1, this.last())] },
        y: { distr: logarithmic ? 3 : 1, range: (_plot, low, high) => this.range(low, high) },
      },
      axes: [
        {
          ...axis,
          size: 36,
          incrs: [...wholeSteps],
        },
        { ...axis, ...marks, size: axisWidth },
      ],
      series: [
        { label: this.by, value: (_plot, step, _series, at) => (at === null ? this.endText() : (step ?? '–')) },
        ...behind,
        ...drawn,
      ],
      hooks: { draw: [(plot) => drawGaps(plot, this.lines, this.first, this.behind, logarithmic)] },
    };
  }

  /** Where they would not run into each other; a single value is a point in any case. */
  private hasPoints(index: number): boolean {
    const most = Math.max(...this.lines.map(({ values }) => values.length));
    return this.lines[index]?.values.length === 1 || most * Math.max(2, this.lines.length) < 120;
  }

  private range(low: number | null, high: number | null): [number, number] {
    const { logarithmic } = this.look;
    const ends = [low, high, ...(this.scale ?? [])].filter((end) => end !== null);
    const known = ends.filter((end) => Number.isFinite(end) && (!logarithmic || end > 0));
    if (!known.length) return logarithmic ? [0.1, 1] : [0, 1];
    if (logarithmic) return logRange(Math.min(...known), Math.max(...known));
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

  /** What the legend says of a line at a point, without the mouse on the chart of its last value; with its moving average there. */
  private textOf(plot: uPlot, index: number, at: number | null): string {
    const line = this.lines[index];
    if (!line) return '–';
    const averages = this.averages[index];
    if (at === null) {
      const last = line.values.findLast((value) => value !== null);
      return legendText(
        last,
        averages?.findLast((value) => !Number.isNaN(value)),
      );
    }
    const { steps } = this.columns;
    const full = (shown: number) => this.drawn?.[shown] ?? shown;
    const under = full(plot.cursor.idx ?? at);
    if ((steps[under] ?? 0) > this.endOf(line)) return '–';
    // A line by steps may have few points: the nearest is told. An epoch has its own value, or none.
    const place = this.by === 'step' ? full(at) : under;
    const step = steps[place] ?? 0;
    return legendText(line.values[line.steps ? indexOfStep(line.steps, step) : step - this.first], averages?.[place]);
  }
}

/** As wide as its longest text. */
function axisWidth(plot: uPlot, texts: readonly string[] | null, axis: number): number {
  const { ticks, gap = 0, font } = plot.axes[axis] ?? {};
  plot.ctx.font = Array.isArray(font) ? font[0] : (font ?? plot.ctx.font);
  const widths = (texts ?? []).map((text) => plot.ctx.measureText(text).width / devicePixelRatio);
  return Math.ceil((ticks?.size ?? 0) + gap + Math.max(24, ...widths) + 4);
}

/** `0.3120`, and where it is smoothed `0.3120 · smoothed 0.3333`. */
function legendText(value: number | string | null | undefined, average?: number): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'string') return number(value);
  return average !== undefined && Number.isFinite(average)
    ? `${digits(value)} · smoothed ${digits(average)}`
    : digits(value);
}

function digits(value: number): string {
  const size = Math.abs(value);
  return size >= 1e4 && size < 1e5 ? value.toFixed(1) : value.toPrecision(4);
}

function isLong(line: Line | undefined): boolean {
  return line !== undefined && line.values.length > many;
}
