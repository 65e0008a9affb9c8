/** Averages over an epoch as Keras makes them: each batch's value weighted by its samples. */
export class RunningMean {
  private readonly sums: number[];
  private samples: number;

  /** `from`: what another one had come to. */
  constructor(
    private readonly names: readonly string[],
    from?: RunningMean['state'],
  ) {
    this.sums = names.map((_, index) => from?.sums[index] ?? 0);
    this.samples = from?.samples ?? 0;
  }

  get state(): { readonly sums: readonly number[]; readonly samples: number } {
    return { sums: this.sums, samples: this.samples };
  }

  add(values: readonly number[], samples: number): void {
    values.forEach((value, index) => {
      this.sums[index] = (this.sums[index] as number) + value * samples;
    });
    this.samples += samples;
  }

  /** Of nothing: 0. */
  logs(): ReadonlyMap<string, number> {
    return new Map(
      this.names.map((name, index) => [name, this.samples === 0 ? 0 : (this.sums[index] as number) / this.samples]),
    );
  }
}
