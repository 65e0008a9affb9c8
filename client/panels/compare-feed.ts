import type { ComparedGrowth, ComparedTraining, TrainingsTold } from '../../webviews/compare/contract.js';
import type { CurvePoints } from '../../webviews/curves/contract.js';

/** What the page that compares runs is sent: first the whole, then what has come since. */
export class CompareFeed {
  /** How many points of each training's curves the page knows of. */
  private known: ReadonlyMap<string, Readonly<Record<string, number>>> = new Map();
  private statuses: ReadonlyMap<string, string> = new Map();

  whole(trainings: readonly ComparedTraining[], without: readonly string[] = []): TrainingsTold {
    this.note(trainings);
    return { type: 'trainings', trainings, without };
  }

  /** The whole where there are other trainings than before. */
  growth(trainings: readonly ComparedTraining[], without: readonly string[] = []): TrainingsTold {
    if (trainings.length !== this.known.size || trainings.some(({ id }) => !this.known.has(id)))
      return this.whole(trainings, without);
    const grown = trainings.filter((training) => this.hasGrown(training)).map((training) => this.since(training));
    this.note(trainings);
    return { type: 'growth', trainings: grown };
  }

  private hasGrown({ id, status, progress, curves }: ComparedTraining): boolean {
    const known = this.known.get(id) ?? {};
    return (
      this.statuses.get(id) !== `${status} ${progress}` ||
      Object.entries(curves).some(([name, { steps }]) => steps.length !== known[name])
    );
  }

  private since(training: ComparedTraining): ComparedGrowth {
    const known = this.known.get(training.id) ?? {};
    const names = Object.keys(training.curves);
    // The last one may have another value by now.
    const from = Object.fromEntries(names.map((name) => [name, Math.max(0, (known[name] ?? 0) - 1)]));
    const curves = names.map((name): [string, CurvePoints] => {
      const { steps, values } = training.curves[name] as CurvePoints;
      return [name, { steps: steps.slice(from[name]), values: values.slice(from[name]) }];
    });
    return { ...training, from, curves: Object.fromEntries(curves) };
  }

  private note(trainings: readonly ComparedTraining[]): void {
    this.statuses = new Map(trainings.map(({ id, status, progress }) => [id, `${status} ${progress}`]));
    this.known = new Map(
      trainings.map(({ id, curves }) => [
        id,
        Object.fromEntries(Object.entries(curves).map(([name, { steps }]) => [name, steps.length])),
      ]),
    );
  }
}
