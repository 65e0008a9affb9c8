import { Chart, type Line, type Shared } from '../kit/chart.js';
import { element } from '../kit/element.js';

/** The charts of a training, side by side. */
export class Plots {
  readonly root = element('div', { class: 'charts' });
  private readonly drawn = new Map<string, Chart>();

  constructor(
    private readonly by: 'epoch' | 'step',
    private readonly shared: Shared,
  ) {}

  show(title: string, lines: readonly Line[], first?: number): void {
    (this.drawn.get(title) ?? this.add(title)).show(lines, first);
  }

  /** As the look is now. */
  draw(): void {
    for (const chart of this.drawn.values()) chart.draw();
  }

  redraw(): void {
    for (const chart of this.drawn.values()) chart.redraw();
  }

  private add(title: string): Chart {
    const place = element('div', { class: 'plot' });
    this.root.append(element('figure', {}, element('figcaption', {}, title), place));
    const chart = new Chart(place, `${title} by ${this.by}; the values are in the table below`, this.by, this.shared);
    this.drawn.set(title, chart);
    return chart;
  }
}
