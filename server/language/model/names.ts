/** Where the counts are kept while a program runs. */
export interface Counts {
  /** undefined: not known, as after a branch that may have named something. */
  get(base: string): number | undefined;
  set(base: string, count: number): void;
  /** From now on the count is not known. */
  lose(base: string): void;
  /** Sets all counts to 0. */
  clear(): void;
}

/** Keras's automatic names: `dense`, `dense_1`, counted by class over a whole program; `dense_?` where the count is not known. */
export class Names {
  constructor(private readonly counts: Counts) {}

  next(base: string): string {
    const count = this.counts.get(base);
    if (count === undefined) return `${base}${OPEN}`;
    this.counts.set(base, count + 1);
    return count === 0 ? base : `${base}_${count}`;
  }

  /** `input_1`, `input_2`: as Keras 2 counts its inputs. */
  nextFromOne(base: string): string {
    const count = this.counts.get(base);
    if (count === undefined) return `${base}${OPEN}`;
    this.counts.set(base, count + 1);
    return `${base}_${count + 1}`;
  }

  /** Something may have taken names of this base. */
  lose(base: string): void {
    this.counts.lose(base);
  }

  /** As `keras.backend.clear_session()`. */
  clear(): void {
    this.counts.clear();
  }
}

const OPEN = '_?';

/** Whether a name is an automatic one whose count is not known: two of these may be the same or not. */
export function isOpenName(name: string): boolean {
  return name.endsWith(OPEN);
}

/** `MaxPooling2D` → `max_pooling2d`, as Keras names layers of a class. */
export function snakeCase(name: string): string {
  const words = name.replace(/\W+/g, '').replace(/(.)([A-Z][a-z]+)/g, '$1_$2');
  return words.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
}
