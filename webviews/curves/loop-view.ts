import { dashed, type Shared } from '../kit/chart.js';
import { indexOfStep } from '../kit/columns.js';
import { element } from '../kit/element.js';
import { type LinePlace, lineLink, placeText } from '../kit/link.js';
import type { CurvesLoop, CurveValue } from './contract.js';
import { Plots } from './plots.js';
import { ValuesTable } from './values-table.js';
import { isJudged, lastStep, loopChartsOf, loopText } from './words.js';

/** A training loop of the script's own: how far it is, its curves by steps, and the values as a table. */
export class LoopView {
  readonly root = element('section', { class: 'loop' });
  private readonly text = element('div', { class: 'quiet progress-text' });
  private readonly plots: Plots;
  private readonly table = new ValuesTable('step');
  private points = -1;

  constructor(loop: CurvesLoop, reveal: (place: LinePlace) => void, shared: Shared) {
    this.plots = new Plots('step', shared);
    const heading = element('h2', {}, `${loop.title}, `, lineLink(placeText(loop), loop, reveal));
    this.root.append(heading, this.text, this.plots.root, this.table.root);
  }

  update(loop: CurvesLoop): void {
    const { curves } = loop;
    const points = Object.values(curves).reduce((sum, { steps }) => sum + steps.length, 0);
    if (points === this.points) return;
    this.points = points;
    this.text.textContent = loopText(loop);
    for (const { title, names } of loopChartsOf(curves)) {
      const lines = names.map((name) => ({
        label: name,
        values: curves[name]?.values ?? [],
        steps: curves[name]?.steps ?? [],
        ...(isJudged(name) ? { dash: dashed } : {}),
      }));
      this.plots.show(title, lines);
    }
    this.table.show({
      rows: lastStep(curves),
      columns: Object.keys(curves),
      row: (at) => at + 1,
      value: (name, at) => valueAt(curves[name], at + 1),
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

/** A curve's value at a step, where it has one. */
function valueAt(curve: CurvesLoop['curves'][string] | undefined, step: number): CurveValue | undefined {
  if (!curve) return undefined;
  return curve.values[indexOfStep(curve.steps, step)];
}
