import type uPlot from 'uplot';
import type { Line } from './chart.js';

/** In CSS pixels: half a mark's width, and how far apart marks of a line are at least. */
const half = 4;
const apart = 10;

/** Marks where lines have values that are not finite: a triangle at the edge that they ran out of, a cross below for NaN. */
export function drawGaps(plot: uPlot, lines: readonly Line[], first: number): void {
  const { ctx } = plot;
  const { left, top, width, height } = plot.bbox;
  const size = half * devicePixelRatio;
  ctx.save();
  ctx.lineWidth = 1.5 * devicePixelRatio;
  for (const [i, { values, steps }] of lines.entries()) {
    const series = plot.series[i + 1];
    if (!series?.show) continue;
    const colour = typeof series.stroke === 'function' ? series.stroke(plot, i + 1) : series.stroke;
    ctx.strokeStyle = colour ?? '';
    ctx.fillStyle = colour ?? '';
    let last = Number.NEGATIVE_INFINITY;
    for (const [at, value] of values.entries()) {
      if (typeof value !== 'string') continue;
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
