import type uPlot from 'uplot';
import type { Line } from './chart.js';

/** In CSS pixels: half a mark's width, and how far apart marks of a line are at least. */
const half = 4;
const apart = 10;

/**
 * Marks where lines have values that cannot be drawn: a triangle at the edge that they ran out of, a cross below for NaN.
 * On a logarithmic axis what is not positive is below the lower edge. `behind`: how many series stand before the lines'.
 */
export function drawGaps(
  plot: uPlot,
  lines: readonly Line[],
  first: number,
  behind: number,
  logarithmic: boolean,
): void {
  const { ctx } = plot;
  const { left, top, width, height } = plot.bbox;
  const size = half * devicePixelRatio;
  ctx.save();
  ctx.lineWidth = 1.5 * devicePixelRatio;
  for (const [i, { values, steps }] of lines.entries()) {
    const index = behind + i + 1;
    const series = plot.series[index];
    if (!series?.show) continue;
    const colour = typeof series.stroke === 'function' ? series.stroke(plot, index) : series.stroke;
    ctx.strokeStyle = colour ?? '';
    ctx.fillStyle = colour ?? '';
    let last = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < values.length; at += 1) {
      const value = values[at] ?? null;
      if (value === null || (typeof value === 'number' && !(logarithmic && value <= 0))) continue;
      const x = plot.valToPos(steps?.[at] ?? first + at, 'x', true);
      if (x < left || x > left + width || x - last < apart * devicePixelRatio) continue;
      last = x;
      ctx.beginPath();
      if (value === 'nan') {
        const y = top + height - 2 * size;
        ctx.moveTo(x - size, y - size);
        ctx.lineTo(x + size, y + size);
        ctx.moveTo(x - size, y + size);
        ctx.lineTo(x + size, y - size);
        ctx.stroke();
      } else {
        const [tip, base] = value === 'inf' ? [top, top + 2 * size] : [top + height, top + height - 2 * size];
        ctx.moveTo(x, tip);
        ctx.lineTo(x - size, base);
        ctx.lineTo(x + size, base);
        ctx.fill();
      }
    }
  }
  ctx.restore();
}
