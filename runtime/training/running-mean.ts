/** Averages over an epoch as Keras makes them: each batch's value weighted by its samples, or all batches' alike. */
export class RunningMean {
  private readonly sums: number[];
  private samples: number;
  private batches: number;

  /** `from`: what another one had come to. */
  constructor(
    private readonly names: readonly { readonly name: string; readonly byBatch?: boolean }[],
    from?: RunningMean['state'],
  ) {
    this.sums = names.map((_, index) => from?.sums[index] ?? 0);
    this.samples = from?.samples ?? 0;
    this.batches = from?.batches ?? 0;
  }

  get state(): { readonly sums: readonly number[]; readonly samples: number; readonly batches?: number } {
    return { sums: this.sums, samples: this.samples, batches: this.batches };
  }

  add(values: readonly number[], samples: number): void {
    values.forEach((value, index) => {
      this.sums[index] = (this.sums[index] as number) + value * (this.names[index]?.byBatch ? 1 : samples);
    });
    this.samples += samples;
    this.batches += 1;
  }

  /** Of nothing: 0. */
  logs(): ReadonlyMap<string, number> {
    return new Map(
      this.names.map(({ name, byBatch }, index) => {
        const count = byBatch ? this.batches : this.samples;
        return [name, count === 0 ? 0 : (this.sums[index] as number) / count];
      }),
    );
  }
}
