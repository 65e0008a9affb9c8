import { Chart } from '../kit/chart.js';
import { element } from '../kit/element.js';
import { type LinePlace, lineLink, placeText } from '../kit/link.js';
import type { CurvesFit } from './contract.js';
import { chartsOf, number, progressText, rowStep } from './words.js';

/** One call of `fit`: how far it is, a chart for each log with its validation twin, and the values as a table. */
export class FitView {
  readonly root = element('section', { class: 'fit' });
  private readonly heading: HTMLElement;
  private readonly progress = element('progress', { max: '1', 'aria-label': 'Progress of the training' });
  private readonly text = element('div', { class: 'quiet progress-text' });
  private readonly charts = element('div', { class: 'charts' });
  private readonly table = element('table', { 'aria-label': 'Values by epoch' });
  private readonly details = element('details', {}, element('summary', {}, 'Values'), this.table);
  private readonly rows = element('tbody');
  private columns: readonly string[] = [];
  /** The table has every so manieth epoch. */
  private every = 1;
  private shown: { readonly fit: CurvesFit; readonly running: boolean } | undefined;
  private readonly drawn = new Map<string, Chart>();

  constructor(fit: CurvesFit, reveal: (place: LinePlace) => void) {
    this.heading = element('h2', {}, `${fit.model}.fit, `, lineLink(placeText(fit), fit, reveal));
    this.root.append(this.heading, this.progress, this.text, this.charts, this.details);
    this.details.addEventListener('toggle', () => this.fillTable());
  }

  update(fit: CurvesFit, running: boolean): void {
    const before = this.shown;
    this.shown = { fit, running };
    if (before && !running && !before.running && before.fit.told === fit.told) return;
    const last = fit.first - 1 + epochsOf(fit);
    const over = !running || last >= fit.epochs;
    this.progress.hidden = over;
    this.progress.value = (fit.epoch - 1 + fit.progress) / fit.epochs;
    this.text.textContent = over ? `${last} of ${fit.epochs} epochs` : progressText(fit);
    for (const { title, names } of chartsOf(fit.logs)) {
      const lines = names.map((name) => ({
        label: name,
        values: fit.logs[name] ?? [],
        dashed: name.startsWith('val_'),
      }));
      this.chart(title).show(lines, fit.first);
    }
    this.fillTable();
  }

  redraw(): void {
    for (const chart of this.drawn.values()) chart.redraw();
  }

  private chart(title: string): Chart {
    const known = this.drawn.get(title);
    if (known) return known;
    const place = element('div', {
      class: 'plot',
      role: 'img',
      'aria-label': `${title} by epoch; the values are in the table below`,
    });
    this.charts.append(element('figure', {}, element('figcaption', {}, title), place));
    const chart = new Chart(place);
    this.drawn.set(title, chart);
    return chart;
  }

  /** Rows are added as epochs come, while the table is open; all are made anew only where others are to be seen. */
  private fillTable(): void {
    if (!this.details.open || !this.shown) return;
    const { fit } = this.shown;
    const names = Object.keys(fit.logs);
    const every = rowStep(epochsOf(fit));
    if (names.join() !== this.columns.join() || every !== this.every) {
      this.columns = names;
      this.every = every;
      const head = ['epoch', ...names].map((name) => element('th', { scope: 'col' }, name));
      this.rows.replaceChildren();
      const caption = every > 1 ? [element('caption', {}, `Every ${every}th epoch`)] : [];
      this.table.replaceChildren(...caption, element('thead', {}, element('tr', {}, ...head)), this.rows);
    }
    for (let epoch = this.rows.childElementCount * every; epoch < epochsOf(fit); epoch += every) {
      const cells = names.map((name) => element('td', {}, number(fit.logs[name]?.[epoch])));
      this.rows.append(element('tr', {}, element('th', { scope: 'row' }, String(fit.first + epoch)), ...cells));
    }
  }
}

function epochsOf(fit: CurvesFit): number {
  return Math.max(0, ...Object.values(fit.logs).map((values) => values.length));
}
