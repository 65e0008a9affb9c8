import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { FitRequest, ModelProgram } from '../../server/language/training-request.js';
import type { Engine } from '../engines/engine.js';
import { epochInputs } from '../program/epoch.js';
import type { InvalidStep } from './epoch-session.js';
import { firstInvalidLayer, type Origin } from './invalid-origin.js';
import { layerWithLine } from './layer-words.js';
import type { FitListener } from './listener.js';

/** A loss that is so many times the first one, and as large, is on its way to infinity. */
const exploded = 1e6;

/** Says once each that the loss explodes, and that it is no number any more, and where that begins. Training goes on, as Keras's does. */
export class InvalidLoss {
  private first: number | undefined;
  private hasGrown = false;

  constructor(
    private readonly request: FitRequest,
    /** As the steps compute it. */
    private readonly model: ModelProgram,
    private readonly listener: FitListener,
    private said = false,
  ) {
    // One that goes on does not know how it began.
    if (listener.keeper?.begin) this.hasGrown = true;
  }

  get hasSaid(): boolean {
    return this.said;
  }

  /** `losses` are those of the chunk that ended with step `done` of the epoch. */
  grew(losses: ArrayLike<number>, epoch: number, done: number): void {
    if (this.hasGrown || this.said) return;
    this.first ??= Math.abs(losses[0] ?? 0);
    const most = exploded * Math.max(1, this.first);
    const at = Array.from(losses).findIndex((loss) => Math.abs(loss) > most);
    if (at < 0) return;
    this.hasGrown = true;
    const loss = losses[at] as number;
    // What is infinite is said as such.
    if (!Number.isFinite(loss)) return;
    this.listener.warning(
      `the loss exploded: it is ${loss.toPrecision(3)} at epoch ${epoch + 1}, step ${done - losses.length + at + 1}, and was ${this.first.toPrecision(3)} at first. Lower the learning rate, or clip the gradients (clipnorm=1.0)`,
    );
  }

  /** `taken`: steps before the chunk, since the model was compiled. */
  async say(step: InvalidStep, epoch: number, taken: number, engine: Engine): Promise<void> {
    if (this.said) return;
    this.said = true;
    const where = `at epoch ${epoch + 1}, step ${step.before + step.at + 1}`;
    let origin: Origin = {};
    try {
      origin = await this.origin(step, taken, engine);
    } catch {
      // Where it begins is more than can be told; that it is so is told.
    }
    const what = Number.isNaN(step.loss) ? 'NaN' : 'infinite';
    this.listener.warning(
      `the loss became ${what} ${where}: ${origin.words ?? 'the weights are of no use from here on'}. ${origin.mend ?? 'Lower the learning rate, scale the inputs to about -1 to 1, and look for NaN in the data'}`,
    );
  }

  private async origin(step: InvalidStep, taken: number, engine: Engine): Promise<Origin> {
    const { model, request } = this;
    const weightsAfter = async (steps: number) => {
      const state = await step.after(steps);
      return new Map(
        model.weights.map(({ name, value }) => [name, state.get(epochInputs.weight(name)) ?? value] as const),
      );
    };
    const broken = (weights: ReadonlyMap<string, TensorData>) =>
      model.weights.findLast(({ name }) => hasInvalid(weights.get(name)?.data ?? []));
    const weights = await weightsAfter(step.at);
    const last = broken(weights);
    if (last) {
      // The first step that left a weight so; before the chunk it is not looked for.
      let at = step.at;
      while (at > 0 && broken(await weightsAfter(at - 1))) at -= 1;
      const made = broken(await weightsAfter(at)) ?? last;
      return {
        words: `the step before left weights of layer ${this.named(made.layer)} that are no finite numbers, since its gradients were none or too large`,
        mend: 'Lower the learning rate, clip the gradients (clipnorm=1.0), and look for square roots, logarithms and divisions whose derivative is infinite at 0',
      };
    }
    const batch = await this.batchOf(step, engine);
    const named = (layer: string) => this.named(layer);
    return firstInvalidLayer(model, request, batch, weights, taken + step.at, named, this.listener.watchGraph);
  }

  /** The samples of the step, and their numbers in the data set. */
  private async batchOf({ at, samples: sizes, inputs }: InvalidStep, engine: Engine) {
    const read = async (name: string) => {
      const tensor = inputs.get(name);
      return tensor && (await engine.download(tensor));
    };
    const order = (await read(epochInputs.order))?.data as BigInt64Array;
    const before = sizes.slice(0, at).reduce((sum, size) => sum + size, 0);
    const start = Number((await read(epochInputs.start))?.data[0] ?? 0) + before;
    const rows = Array.from(order.subarray(start, start + (sizes[at] ?? 0)), Number);
    const take = async (name: string) => {
      const tensor = await read(name);
      return tensor && rowsOf(tensor, rows);
    };
    // Batches of a stream have no numbers but their own.
    const isStream = this.request.stream !== undefined;
    const count = (of: (index: number) => string) => {
      let index = 0;
      while (inputs.has(of(index))) index += 1;
      return Array.from({ length: index }, (_, each) => take(of(each)));
    };
    return {
      samples: isStream ? rows.map((_, index) => index) : rows,
      ...(isStream && { of: 'the batch, in ' }),
      x: await Promise.all(count(epochInputs.x)),
      y: await Promise.all(this.model.outputs.map((_, index) => take(epochInputs.y(index)))),
      sampleWeights: await Promise.all(this.model.outputs.map((_, index) => take(epochInputs.sampleWeights(index)))),
    };
  }

  private named(layer: string): string {
    return layerWithLine(layer, this.request.layerLines);
  }
}

export function hasInvalid(data: ArrayLike<number | bigint>): boolean {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return false;
  for (let index = 0; index < data.length; index += 1) if (!Number.isFinite(data[index] as number)) return true;
  return false;
}

function rowsOf({ dtype, shape, data }: TensorData, rows: readonly number[]): TensorData {
  const size = shape.slice(1).reduce((product, dim) => product * dim, 1);
  const taken = new (data.constructor as Float32ArrayConstructor)(rows.length * size);
  rows.forEach((row, at) => {
    taken.set((data as Float32Array).subarray(row * size, (row + 1) * size), at * size);
  });
  return { dtype, shape: [rows.length, ...shape.slice(1)], data: taken };
}
