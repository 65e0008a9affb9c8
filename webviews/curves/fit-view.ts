import { dashed, type Shared } from '../kit/chart.js';
import { element } from '../kit/element.js';
import { type LinePlace, lineLink, placeText } from '../kit/link.js';
import type { CurvesFit } from './contract.js';
import { Plots } from './plots.js';
import { ValuesTable } from './values-table.js';
import { chartsOf, endText, epochsOf, lastEpoch, progressText } from './words.js';

/** One call of `fit`: how far it is, a chart for each log with its validation twin, and the values as a table. */
export class FitView {
  readonly root = element('section', { class: 'fit' });
  private readonly heading: HTMLElement;
  private readonly progress = element('progress', { max: '1', 'aria-label': 'Progress of the training' });
  private readonly text = element('div', { class: 'quiet progress-text' });
  private readonly plots: Plots;
  private readonly table = new ValuesTable('epoch');
  private shown: { readonly fit: CurvesFit; readonly running: boolean } | undefined;

  constructor(fit: CurvesFit, reveal: (place: LinePlace) => void, shared: Shared) {
    this.plots = new Plots('epoch', shared);
    this.heading = element('h2', {}, `${fit.model}.fit, `, lineLink(placeText(fit), fit, reveal));
    this.root.append(this.heading, this.progress, this.text, this.plots.root, this.table.root);
  }

  update(fit: CurvesFit, running: boolean): void {
    const before = this.shown;
    this.shown = { fit, running };
    if (before && !running && !before.running && before.fit.told === fit.told) return;
    const over = !running || lastEpoch(fit) >= fit.epochs;
    this.progress.hidden = over;
    this.progress.value = (fit.epoch - 1 + fit.progress) / fit.epochs;
    this.text.textContent = over ? endText(fit) : progressText(fit);
    for (const { title, names } of chartsOf(fit.logs)) {
      const lines = names.map((name) => ({
        label: name,
        values: fit.logs[name] ?? [],
        ...(name.startsWith('val_') ? { dash: dashed } : {}),
      }));
      this.plots.show(title, lines, fit.first);
    }
    this.table.show({
      rows: epochsOf(fit),
      columns: Object.keys(fit.logs),
      row: (at) => fit.first + at,
      value: (name, at) => fit.logs[name]?.[at],
    });
  }

  /** The fold with the table. */
  get values(): HTMLDetailsElement {
    return this.table.root;
  }

  /** As the look is now. */
  draw(): void {
    this.plots.draw();
  }

  redraw(): void {
    this.plots.redraw();
  }
}
