import { element } from '../kit/element.js';
import { number } from '../kit/number.js';
import type { CurveValue } from './contract.js';
import { rowStep } from './words.js';

/** What a table of values shows. */
export interface Values {
  /** How many rows there are; each has a number, and a value in each column. */
  readonly rows: number;
  readonly columns: readonly string[];
  row(at: number): number;
  value(column: string, at: number): CurveValue | undefined;
}

/** Values of a training as a table, behind a fold; long ones leave rows out. */
export class ValuesTable {
  private readonly table: HTMLElement;
  readonly root: HTMLDetailsElement;
  private readonly rows = element('tbody');
  private columns: readonly string[] = [];
  /** It has every so manieth row. */
  private every = 1;
  private shown: Values | undefined;

  constructor(private readonly by: 'epoch' | 'step') {
    this.table = element('table', { 'aria-label': `Values by ${by}` });
    this.root = element('details', {}, element('summary', {}, 'Values'), this.table);
    this.root.addEventListener('toggle', () => this.fill());
  }

  show(values: Values): void {
    this.shown = values;
    this.root.hidden = values.rows === 0;
    this.fill();
  }

  /** Rows are added as they come, while the table is open; all are made anew only where others are to be seen. */
  private fill(): void {
    if (!this.root.open || !this.shown) return;
    const { rows, columns } = this.shown;
    const every = rowStep(rows);
    if (columns.join() !== this.columns.join() || every !== this.every) {
      this.columns = columns;
      this.every = every;
      const head = [this.by, ...columns].map((name) => element('th', { scope: 'col' }, name));
      this.rows.replaceChildren();
      const caption = every > 1 ? [element('caption', {}, `Every ${every}th ${this.by}`)] : [];
      this.table.replaceChildren(...caption, element('thead', {}, element('tr', {}, ...head)), this.rows);
    }
    for (let at = this.rows.childElementCount * every; at < rows; at += every) {
      const cells = columns.map((name) => element('td', {}, number(this.shown?.value(name, at))));
      this.rows.append(element('tr', {}, element('th', { scope: 'row' }, String(this.shown.row(at))), ...cells));
    }
  }
}
