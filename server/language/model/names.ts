/** Where the counts are kept while a program runs. */
export interface Counts {
  get(base: string): number;
  set(base: string, count: number): void;
  /** Sets all counts to 0. */
  clear(): void;
}

/** Keras's automatic names: `dense`, `dense_1`, counted by class over a whole program. */
export class Names {
  constructor(private readonly counts: Counts) {}

  next(base: string): string {
    const count = this.counts.get(base);
    this.counts.set(base, count + 1);
    return count === 0 ? base : `${base}_${count}`;
  }

  /** As `keras.backend.clear_session()`. */
  clear(): void {
    this.counts.clear();
  }
}

/** `MaxPooling2D` → `max_pooling2d`, as Keras names layers of a class. */
export function snakeCase(name: string): string {
  const words = name.replace(/\W+/g, '').replace(/(.)([A-Z][a-z]+)/g, '$1_$2');
  return words.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
}
