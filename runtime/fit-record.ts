import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';
import type { TensorData } from '../server/language/tensor/element-type.js';
import type { CallbackEvent, FitRequest, FitResult, TrainingState } from '../server/language/training-request.js';
import type { CheckpointFiles } from './runs/checkpoint-files.js';
import type { FitCheckpoint, FitKeeper } from './training/checkpoint.js';
import type { EpochEnd } from './training/listener.js';
import { TrainingError } from './training/training-error.js';

/** Checkpoints are further apart than this many times what the last one cost the training. */
const costFactor = 50;
/** The first one comes after this part of the time. */
const firstPart = 0.25;
/** Within epochs they are further apart than at their ends by this. */
const withinEpochs = 4;
/** Weights that callbacks looked at, as long as the fit lasts; past it no checkpoints are made, in bytes. */
const mostLooks = 1024 ** 3;
/** Of a tensor longer than this in bytes, only its two ends are looked at to tell whether it is another. */
const wholeDigest = 256 * 1024 ** 2;

/** What callbacks were asked since the checkpoint before, and what they looked at. */
interface Part {
  readonly events: readonly CallbackEvent[];
  /** The training's state where a callback asked for it, by the event's number in the part. */
  readonly looks: ReadonlyMap<number, TrainingState>;
}

interface Kept {
  readonly digest: string;
  /** How many parts belong to it. */
  readonly parts: number;
  readonly told: readonly EpochEnd[];
  readonly checkpoint?: FitCheckpoint;
  readonly result?: FitResult;
}

/**
 * One `fit` of a run as its folder keeps it, so that a run that is resumed need not train it again. A fit that was over
 * too soon to be kept is trained again: the same steps give the same.
 */
export class FitRecord implements FitKeeper {
  private readonly kept: Kept | undefined;
  private number = 0;
  private parts = 0;
  private events: CallbackEvent[] = [];
  private looks = new Map<number, TrainingState>();
  private lookedBytes = 0;
  private isGivenUp = false;
  private readonly began = performance.now();
  private last: number;
  private dueSince = 0;
  private cost = 0;
  private digested: string | undefined;

  constructor(
    private readonly files: CheckpointFiles,
    private readonly fit: number,
    private readonly request: FitRequest,
    /** How far apart checkpoints are at least. */
    private readonly seconds: number,
    private readonly warn: (message: string) => void,
  ) {
    this.last = this.began - (1 - firstPart) * seconds * 1000;
    const own = files.list().filter((name) => name.startsWith(`fit-${fit}.`));
    const checkpoints = own.filter((name) => name.endsWith('.checkpoint')).reverse();
    for (const name of [`fit-${fit}.end`, ...checkpoints]) {
      const found = own.includes(name) ? (files.read(name) as Kept | undefined) : undefined;
      const isWhole = found && this.partNames(found.parts).every((part) => own.includes(part));
      if (!isWhole) continue;
      this.kept = found;
      break;
    }
    if (!this.kept) return;
    if (this.kept.digest !== this.digest())
      throw new TrainingError(
        'the script now trains something else here than when the run was interrupted (another model, other data, or chance that no seed decides): it cannot go on from there. Train it anew',
        request.place.line,
      );
    this.parts = this.kept.parts;
    this.number = Number(checkpoints[0]?.split('.')[1] ?? 0);
  }

  /** It had ended. */
  get result(): FitResult | undefined {
    return this.kept?.result;
  }

  get begin(): FitCheckpoint | undefined {
    return this.kept?.checkpoint;
  }

  /** Tells again what had happened up to the checkpoint; callbacks find the weights that they had looked at. */
  async replay(
    ask: (event: CallbackEvent, state: () => Promise<TrainingState>) => Promise<unknown>,
    tell: (epoch: EpochEnd) => void,
  ): Promise<void> {
    if (!this.kept) return;
    const told = [...this.kept.told];
    for (const name of this.partNames(this.kept.parts)) {
      const { events, looks } = (this.files.read(name) as Part | undefined) ?? this.missing();
      for (const [index, event] of events.entries()) {
        await ask(event, async () => looks.get(index) ?? this.missing());
        const epoch = event.point === 'epoch_end' ? told.shift() : undefined;
        if (epoch) tell(epoch);
      }
    }
    told.forEach(tell);
  }

  /** A callback was asked, and may have looked at the training's state. */
  asked(event: CallbackEvent, looked: TrainingState | undefined): void {
    if (this.isGivenUp) return;
    if (looked) {
      this.looks.set(this.events.length, looked);
      for (const { data } of [...looked.weights, ...looked.optimizerState]) this.lookedBytes += data.byteLength;
    }
    this.events.push(event);
    if (this.lookedBytes > mostLooks) this.giveUp();
  }

  due(atEpochEnd: boolean): boolean {
    if (this.isGivenUp || this.files.isBusy) return false;
    const now = performance.now();
    const apart = Math.max(this.seconds * 1000 * (atEpochEnd ? 1 : withinEpochs), costFactor * this.cost);
    if (now - this.last < apart) return false;
    this.dueSince = now;
    return true;
  }

  keep(checkpoint: FitCheckpoint, isLast = false): void {
    if (this.isGivenUp || this.hasLostParts()) return;
    if (isLast) this.dueSince = performance.now();
    this.writePart();
    this.number += 1;
    this.files.write(this.checkpointName(this.number), {
      digest: this.digest(),
      parts: this.parts,
      told: checkpoint.told,
      checkpoint,
    } satisfies Kept);
    // The last two stay.
    if (this.number > 2) this.files.remove(this.checkpointName(this.number - 2));
    this.last = performance.now();
    this.cost = this.last - this.dueSince;
  }

  ended(result: FitResult, told: readonly EpochEnd[]): void {
    if (this.isGivenUp || this.result || this.hasLostParts()) return;
    if (this.number === 0 && performance.now() - this.began < this.seconds * 1000) return;
    this.writePart();
    const kept: Kept = { digest: this.digest(), parts: this.parts, told, result };
    this.files.write(`fit-${this.fit}.end`, kept);
    for (const number of [this.number - 1, this.number]) if (number > 0) this.files.remove(this.checkpointName(number));
  }

  private writePart(): void {
    // Without callbacks there is nothing to tell again.
    if (this.events.length === 0) return;
    this.parts += 1;
    this.files.write(this.partName(this.parts), { events: this.events, looks: this.looks } satisfies Part);
    this.events = [];
    this.looks = new Map();
  }

  /** A checkpoint without what was told before it is of no use: the run can go on from the one before it alone. */
  private hasLostParts(): boolean {
    if (!this.partNames(this.parts).some((name) => this.files.lost.has(name))) return false;
    this.stopKeeping();
    this.warn('this fit can be resumed only at the checkpoint before the one that could not be written');
    return true;
  }

  private stopKeeping(): void {
    this.isGivenUp = true;
    this.events = [];
    this.looks = new Map();
  }

  private giveUp(): void {
    this.stopKeeping();
    // Those that are still to be written are not listed yet.
    const last = [this.number - 1, this.number].map((number) => this.checkpointName(number));
    const own = this.files.list().filter((name) => name.startsWith(`fit-${this.fit}.`));
    for (const name of new Set([...own, ...last, ...this.partNames(this.parts)])) this.files.remove(name);
    this.warn(
      'this fit cannot be resumed any more if it is interrupted: its callbacks read more weights than can be kept',
    );
  }

  private missing(): never {
    throw new TrainingError(
      'what callbacks were told before the interruption is not kept whole',
      this.request.place.line,
    );
  }

  private partName(part: number): string {
    return `fit-${this.fit}.${part}.part`;
  }

  private partNames(count: number): readonly string[] {
    return Array.from({ length: count }, (_, index) => this.partName(index + 1));
  }

  private checkpointName(number: number): string {
    return `fit-${this.fit}.${String(number).padStart(6, '0')}.checkpoint`;
  }

  /** Of what is trained and on what: equal where the script came to the same `fit` again. */
  private digest(): string {
    this.digested ??= digestOf(this.request);
    return this.digested;
  }
}

function digestOf({
  x,
  y,
  sampleWeights,
  validation,
  place: _place,
  verbose: _verbose,
  layerLines: _lines,
  ...rest
}: FitRequest): string {
  const hash = createHash('sha256');
  hash.update(serialize(rest));
  const own = [...x, ...y, ...(sampleWeights ?? [])];
  const judged = validation ? [...validation.x, ...validation.y, ...(validation.sampleWeights ?? [])] : [];
  for (const tensor of [...own, ...judged]) if (tensor) addTensor(tensor);
  return hash.digest('hex');

  function addTensor({ dtype, shape, data }: TensorData): void {
    hash.update(`${dtype} ${shape.join()};`);
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    if (bytes.length <= wholeDigest) hash.update(bytes);
    else hash.update(bytes.subarray(0, wholeDigest / 2)).update(bytes.subarray(-wholeDigest / 2));
  }
}
