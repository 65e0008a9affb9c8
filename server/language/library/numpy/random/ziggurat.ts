import type { BitSource } from './bit-source.js';
import { layerWidths } from './ziggurat-layers.js';

/**
 * Normal numbers by the ziggurat of Marsaglia and Tsang (2000): 256 layers of equal area under the
 * curve exp(-x²/2), as NumPy's Generator draws them.
 */
const tail = layerWidths[255] as number;
const resolution = 2 ** 52;

/** One step of 2^-52 of a layer's width; below how many steps a point is certainly under the curve; the curve's height at the layer's edge. */
const step = Float64Array.from(layerWidths, (width) => width / resolution);
const height = Float64Array.from(layerWidths, (width, layer) => (layer === 0 ? 1 : density(width)));
const inside = Float64Array.from(layerWidths, (width, layer) => {
  const narrower = layer === 0 ? tail : layer === 1 ? 0 : (layerWidths[layer - 1] as number);
  return Math.round((narrower / width) * resolution);
});

/** A standard normal number. */
export function standardNormal(source: BitSource): number {
  for (;;) {
    const bits = source.next64();
    const layer = Number(bits & 0xffn);
    const steps = Number((bits >> 9n) & 0xfffffffffffffn);
    const size = steps * (step[layer] as number);
    const x = bits & 0x100n ? -size : size;
    if (steps < (inside[layer] as number)) return x;
    if (layer === 0) return fromTail(source, bits & 0x20000n ? -1 : 1);
    const [above, below] = [height[layer - 1] as number, height[layer] as number];
    if ((above - below) * source.nextDouble() + below < density(x)) return x;
  }
}

function fromTail(source: BitSource, sign: 1 | -1): number {
  for (;;) {
    const x = (-1 / tail) * Math.log1p(-source.nextDouble());
    const y = -Math.log1p(-source.nextDouble());
    if (y + y > x * x) return sign * (tail + x);
  }
}

function density(x: number): number {
  return Math.exp(-0.5 * x * x);
}
