import { statusText } from '../curves/words.js';
import { element } from '../kit/element.js';
import { number } from '../kit/number.js';
import type { ComparedTraining } from './contract.js';
import { lineSample } from './line-sample.js';
import { type Best, bestOf, bestOfAll, bestText, betterIs, lastOf, measuresOf, nameOf, settingsOf } from './words.js';

interface Listener {
  toggle(training: ComparedTraining): void;
  open(training: ComparedTraining): void;
  sorted(order: SortOrder): void;
}

/** By which measure the rows stand, and from which end. */
export interface SortOrder {
  readonly name: string;
  readonly bestFirst: boolean;
}

/** One measure of one training. */
interface Result {
  readonly last: ReturnType<typeof lastOf>;
  readonly best: Best | undefined;
}

/** Trainings as rows: how they stand, in which settings they differ, and what they came to; sorted by what the user picks. */
export class RunsTable {
  readonly root = element('div', { class: 'scrolling', tabindex: '0', role: 'region', 'aria-label': 'Trainings' });
  /** What it was made for: anew only where that changes, since a live training tells new values several times a second. */
  private made = '';
  private cells = new Map<string, HTMLElement>();
  private toggles = new Map<string, HTMLElement>();
  private shown: readonly ComparedTraining[] = [];
  private hidden: ReadonlySet<string> = new Set();

  constructor(
    private readonly listener: Listener,
    private sorted: SortOrder | undefined,
  ) {}

  /** `hidden`: by their numbers. */
  show(trainings: readonly ComparedTraining[], hidden: ReadonlySet<string>): void {
    this.shown = trainings;
    this.hidden = hidden;
    const { differing } = settingsOf(trainings);
    const names = [...new Set(measuresOf(trainings).flatMap((measure) => measure.names))];
    const results = new Map(
      trainings.map((training) => [
        training.id,
        new Map(
          names.map((name): [string, Result] => {
            const curve = training.curves[name];
            return [name, { last: lastOf(curve), best: bestOf(name, curve) }];
          }),
        ),
      ]),
    );
    const rows = this.inOrder(trainings, results);
    const made = JSON.stringify([rows.map(({ id }) => id), differing, names, this.sorted]);
    if (made !== this.made) {
      this.made = made;
      this.make(rows, differing, names);
    }
    for (const training of trainings) {
      const { id } = training;
      const isShown = !hidden.has(String(trainings.indexOf(training) + 1));
      this.toggles.get(id)?.setAttribute('aria-pressed', String(isShown));
      this.set(`${id} status`, statusText(training), training.progress);
      for (const name of differing) this.set(`${id} setting ${name}`, training.settings[name] || '–');
      for (const name of names) {
        const { last = null, best } = results.get(id)?.get(name) ?? {};
        const isBestOfAll = best !== undefined && best.value === bestOfAll(trainings, training.by, name);
        this.set(
          `${id} value ${name}`,
          last === null ? '–' : number(last),
          bestText(training.by, best, last),
          isBestOfAll,
        );
      }
    }
  }

  /** Colours have changed. */
  redraw(): void {
    this.made = '';
    this.show(this.shown, this.hidden);
  }

  private make(rows: readonly ComparedTraining[], differing: readonly string[], names: readonly string[]): void {
    // Where the focus is elsewhere in the editor, it stays there.
    const focused = document.hasFocus() ? document.activeElement?.getAttribute('data-key') : undefined;
    this.cells.clear();
    this.toggles.clear();
    const head = [
      ...['Run', 'Status', ...differing].map((name) => element('th', { scope: 'col' }, name)),
      ...names.map((name) => this.sortable(name)),
    ];
    const body = rows.map((training) => {
      const { id } = training;
      const cell = (key: string) => {
        const made = element('td');
        this.cells.set(`${id} ${key}`, made);
        return made;
      };
      return element(
        'tr',
        {},
        this.rowHead(training),
        cell('status'),
        ...differing.map((name) => cell(`setting ${name}`)),
        ...names.map((name) => cell(`value ${name}`)),
      );
    });
    this.root.replaceChildren(
      element('table', {}, element('thead', {}, element('tr', {}, ...head)), element('tbody', {}, ...body)),
    );
    if (focused)
      for (const each of this.root.querySelectorAll<HTMLElement>('[data-key]'))
        if (each.dataset['key'] === focused) each.focus();
  }

  private rowHead(training: ComparedTraining): HTMLElement {
    const index = this.shown.indexOf(training);
    const toggle = element(
      'button',
      {
        class: 'toggle',
        'data-key': `${training.id} toggle`,
        'aria-label': `${index + 1}: ${nameOf(training)}`,
        title: 'Show or hide its curves',
      },
      lineSample(index),
      String(index + 1),
    );
    toggle.addEventListener('click', () => this.listener.toggle(training));
    this.toggles.set(training.id, toggle);
    const link = element(
      'a',
      { href: '#', 'data-key': `${training.id} open`, title: 'Show its learning curves' },
      training.name,
    );
    link.addEventListener('click', (event) => {
      event.preventDefault();
      this.listener.open(training);
    });
    const when = [training.when, ...(training.part === undefined ? [] : [training.part])].join(' · ');
    return element(
      'th',
      { scope: 'row' },
      element('div', { class: 'run' }, toggle, element('div', {}, link, element('div', { class: 'quiet' }, when))),
    );
  }

  private sortable(name: string): HTMLElement {
    const button = element(
      'button',
      { class: 'sort', 'data-key': `sort ${name}`, title: `Sort by ${name}` },
      name,
      this.sorted?.name === name ? (this.sorted.bestFirst ? ' ▾' : ' ▴') : '',
    );
    button.addEventListener('click', () => {
      this.sorted = { name, bestFirst: this.sorted?.name !== name || !this.sorted.bestFirst };
      this.listener.sorted(this.sorted);
      this.show(this.shown, this.hidden);
    });
    const isUp = this.sorted?.bestFirst === (betterIs(name) !== 'high');
    const order = this.sorted?.name === name ? (isUp ? 'ascending' : 'descending') : 'none';
    return element('th', { scope: 'col', 'aria-sort': order }, button);
  }

  /** The best first, or the lowest where nothing says what is better; what has no value last. */
  private inOrder(
    trainings: readonly ComparedTraining[],
    results: ReadonlyMap<string, ReadonlyMap<string, Result>>,
  ): readonly ComparedTraining[] {
    const { sorted } = this;
    if (!sorted) return trainings;
    const sign = (betterIs(sorted.name) === 'high' ? -1 : 1) * (sorted.bestFirst ? 1 : -1);
    const valueOf = ({ id }: ComparedTraining) => {
      const { best, last } = results.get(id)?.get(sorted.name) ?? {};
      return best?.value ?? (typeof last === 'number' ? last : undefined);
    };
    return [...trainings].sort((a, b) => {
      const [one, other] = [valueOf(a), valueOf(b)];
      if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
      return sign * (one - other);
    });
  }

  private set(key: string, text: string, more = '', isBest = false): void {
    const cell = this.cells.get(key);
    const now = JSON.stringify([text, more, isBest]);
    if (!cell || cell.dataset['now'] === now) return;
    cell.dataset['now'] = now;
    cell.title = isBest ? 'The best of these' : '';
    // The last value is the best one, or the one told below it.
    const [last, below] = isBest ? (more === '' ? ['best', 'quiet'] : ['', 'best']) : ['', 'quiet'];
    cell.replaceChildren(
      element('div', { class: last }, text),
      ...(more === '' ? [] : [element('div', { class: `more ${below}` }, more)]),
    );
  }
}
