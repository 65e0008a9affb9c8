/** Averages over an epoch as Keras makes them: each batch's value weighted by its samples. */
export class RunningMean {
  private readonly sums: number[];
  private samples = 0;

  constructor(private readonly names: readonly string[]) {
    this.sums = names.map(() => 0);
  }

  add(values: readonly number[], samples: number): void {
    values.forEach((value, index) => {
      this.sums[index] = (this.sums[index] as number) + value * samples;
    });
    this.samples += samples;
  }

  logs(): ReadonlyMap<string, number> {
    return new Map(this.names.map((name, index) => [name, (this.sums[index] as number) / this.samples]));
  }
}
