import type { Context } from '../../../values/context.js';

/** Mean and deviation of each channel over all pictures, which `ImageDataGenerator.fit` finds for its batches. */
export class FeatureStatistics {
  mean: Float32Array | undefined;
  deviation: Float32Array | undefined;
  private readonly warned = new Set<string>();

  constructor(
    readonly centers: boolean,
    readonly scales: boolean,
  ) {}

  /** Takes the statistics of pictures whose elements stand channel by channel within each pixel. */
  fit(pictures: Iterable<Float32Array>, channels: number): void {
    const sums = new Float64Array(channels);
    const squares = new Float64Array(channels);
    let pixels = 0;
    for (const picture of pictures) {
      for (let at = 0; at < picture.length; at += 1) {
        const value = picture[at] as number;
        const channel = at % channels;
        sums[channel] = (sums[channel] as number) + value;
        squares[channel] = (squares[channel] as number) + value * value;
      }
      pixels += picture.length / channels;
    }
    const mean = sums.map((sum) => sum / pixels);
    if (this.centers) this.mean = Float32Array.from(mean);
    if (this.scales)
      this.deviation = Float32Array.from(squares, (square, at) =>
        Math.sqrt(Math.max(0, square / pixels - (mean[at] as number) ** 2)),
      );
  }

  /** A picture changed in place by what was found. */
  apply(picture: Float32Array, context: Context): Float32Array {
    const { centers, scales, mean, deviation } = this;
    if (centers && !mean) this.warn('featurewise_center', context);
    if (scales && !deviation) this.warn('featurewise_std_normalization', context);
    const shift = mean && centers ? mean : undefined;
    const divisors = deviation && scales ? deviation.map((each) => each + 1e-6) : undefined;
    const channels = (shift ?? divisors)?.length ?? 1;
    if (!shift && !divisors) return picture;
    for (let at = 0; at < picture.length; at += 1) {
      const channel = at % channels;
      const moved = shift ? Math.fround((picture[at] as number) - (shift[channel] as number)) : (picture[at] as number);
      picture[at] = divisors ? moved / (divisors[channel] as number) : moved;
    }
    return picture;
  }

  private warn(setting: string, context: Context): void {
    if (this.warned.has(setting)) return;
    this.warned.add(setting);
    context.host.warn?.(
      `This ImageDataGenerator specifies \`${setting}\`, but it hasn't been fit on any training data. Fit it first by calling \`.fit(numpy_data)\`.`,
    );
  }
}
