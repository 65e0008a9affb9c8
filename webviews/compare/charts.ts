import { Chart, type Shared } from '../kit/chart.js';
import { element } from '../kit/element.js';
import type { ComparedTraining } from './contract.js';
import { dashOf, type Measure, measuresOf, nameOf, scaleOf } from './words.js';

/** A chart for each measure with the lines of all trainings in it, training and validation beside each other on one scale. */
export class CompareCharts {
  readonly root = element('div');
  private readonly drawn = new Map<string, { readonly chart: Chart; readonly figure: HTMLElement }>();
  private order = '';

  constructor(private readonly shared: Shared) {}

  show(trainings: readonly ComparedTraining[]): void {
    const measures = measuresOf(trainings);
    this.arrange(measures);
    for (const { by, names } of measures) {
      const with_ = trainings.filter((training) => training.by === by);
      const seen = with_.filter((training) => !this.shared.hidden.has(labelOf(trainings, training)));
      const { logarithmic } = this.shared.look();
      const scale = scaleOf(
        seen.flatMap(({ curves }) => names.map((name) => curves[name])),
        logarithmic ? Number.MIN_VALUE : undefined,
      );
      const first = Math.min(...with_.flatMap(({ curves }) => Object.values(curves).map(({ steps }) => steps[0] ?? 1)));
      for (const name of names) {
        const lines = with_.flatMap((training) => {
          const curve = training.curves[name];
          const index = trainings.indexOf(training);
          const dash = dashOf(index);
          return curve
            ? {
                label: labelOf(trainings, training),
                description: `${index + 1}: ${nameOf(training)}`,
                colour: index,
                ...curve,
                ...(dash && { dash }),
              }
            : [];
        });
        this.drawn.get(keyOf(by, name))?.chart.show(lines, Number.isFinite(first) ? first : 1, scale);
      }
    }
  }

  redraw(): void {
    for (const { chart } of this.drawn.values()) chart.redraw();
  }

  private arrange(measures: readonly Measure[]): void {
    const order = JSON.stringify(measures);
    if (order === this.order) return;
    this.order = order;
    const before = new Map(this.drawn);
    this.drawn.clear();
    const sections = (['epoch', 'step'] as const).flatMap((by) => {
      const of = measures.filter((measure) => measure.by === by);
      if (!of.length) return [];
      const figures = of.map(({ names }) => {
        const each = names.map((name) => {
          const made = before.get(keyOf(by, name)) ?? this.make(by, name);
          this.drawn.set(keyOf(by, name), made);
          return made.figure;
        });
        return element('div', { class: 'charts' }, ...each);
      });
      return [element('h2', {}, `By ${by}`), element('div', { class: 'measures' }, ...figures)];
    });
    this.root.replaceChildren(...sections);
  }

  private make(by: Measure['by'], name: string) {
    const place = element('div', { class: 'plot' });
    const figure = element('figure', {}, element('figcaption', {}, name), place);
    const description = `${name} of each training by ${by}; last and best values are in the table above`;
    return { figure, chart: new Chart(place, description, by, { ...this.shared, cursor: `compare ${by}` }) };
  }
}

/** The number by which the table and the charts name a training. */
export function labelOf(trainings: readonly ComparedTraining[], training: ComparedTraining): string {
  return String(trainings.indexOf(training) + 1);
}

function keyOf(by: Measure['by'], name: string): string {
  return `${by} ${name}`;
}
