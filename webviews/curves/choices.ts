import type { Shared } from '../kit/chart.js';
import { type Look, lookOf } from '../kit/look.js';

/** What the user has chosen and hidden on a page: outlives the page, which is made anew after its tab was hidden. */
export class Choices {
  look: Look;
  /** The labels of hidden lines, for each fit and loop by its name here. */
  private readonly hidden: Map<string, Set<string>>;
  /** The names of the folds that are open. */
  private readonly open: Set<string>;
  private run: string | undefined;

  /** `kept`: what an earlier page kept, whatever it is. */
  constructor(
    kept: unknown,
    private readonly keep: (value: unknown) => void,
  ) {
    this.look = lookOf(kept);
    const { hidden, open, run }: { hidden?: unknown; open?: unknown; run?: unknown } =
      kept instanceof Object ? kept : {};
    this.hidden = new Map(
      Object.entries(hidden instanceof Object ? hidden : {}).map(([name, labels]) => [name, new Set(texts(labels))]),
    );
    this.open = new Set(texts(open));
    this.run = typeof run === 'string' ? run : undefined;
  }

  setLook(look: Look): void {
    this.look = look;
    this.save();
  }

  /** The run that is shown, by its folder, which an editor that starts anew shows again. */
  setRun(run: string): void {
    if (run === this.run) return;
    this.run = run;
    this.save();
  }

  /** What the charts of a fit or a loop share. `name`: the same for its like in another run. */
  sharedBy(name: string): Shared {
    const hidden = this.hidden.get(name) ?? new Set<string>();
    this.hidden.set(name, hidden);
    return { hidden, toggled: () => this.save(), cursor: name, look: () => this.look };
  }

  /** Opens a fold that was open, and keeps whether it is. */
  fold(name: string, details: HTMLDetailsElement): void {
    details.open = this.open.has(name);
    details.addEventListener('toggle', () => {
      if (details.open === this.open.has(name)) return;
      if (details.open) this.open.add(name);
      else this.open.delete(name);
      this.save();
    });
  }

  private save(): void {
    const hidden = [...this.hidden].flatMap(([name, labels]) => (labels.size ? [[name, [...labels]]] : []));
    this.keep({ ...this.look, run: this.run, open: [...this.open], hidden: Object.fromEntries(hidden) });
  }
}

function texts(kept: unknown): string[] {
  return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
}
