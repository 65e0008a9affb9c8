/** Measurements against a size, for an axis in doublings. */
export interface Curve {
  readonly title: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Draws, beside it, how it would grow as this power of the size. */
  readonly power?: number;
}

const WIDTH = 300;
const HEIGHT = 190;
const MARGIN = { left: 46, right: 12, top: 30, bottom: 28 };

/** Small plots in two columns, both axes logarithmic to the base 2: an SVG that can be read on light and dark ground. */
export function logarithmicPlot(title: string, curves: readonly Curve[]): string {
  const rows = Math.ceil(curves.length / 2);
  const plots = curves.map((curve, i) => {
    const x = (i % 2) * WIDTH;
    const y = Math.floor(i / 2) * HEIGHT;
    return `<g transform="translate(${x} ${y})">${plot(curve)}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * WIDTH} ${rows * HEIGHT}" font-family="sans-serif" font-size="10">
<title>${title}</title>
<rect width="100%" height="100%" fill="#ffffff"/>
${plots.join('\n')}
</svg>
`;
}

function plot({ title, points, power }: Curve): string {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return '';
  const expected = power === undefined ? [] : points.map(({ x }) => ({ x, y: last.y * (x / last.x) ** power }));
  const heights = [...points, ...expected].map(({ y }) => Math.log2(y));
  const low = Math.floor(Math.min(...heights));
  const high = Math.max(low + 1, Math.ceil(Math.max(...heights)));
  const across = (x: number) =>
    MARGIN.left + (Math.log2(x / first.x) / Math.log2(last.x / first.x)) * (WIDTH - MARGIN.left - MARGIN.right);
  const up = (y: number) =>
    HEIGHT - MARGIN.bottom - ((Math.log2(y) - low) / (high - low)) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const line = (all: typeof points) => all.map(({ x, y }) => `${across(x).toFixed(1)},${up(y).toFixed(1)}`).join(' ');
  const every = Math.max(1, Math.ceil((high - low) / 6));
  const levels = Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, i) => 2 ** (low + i * every));
  const grid = levels.map(
    (level) =>
      `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${up(level)}" y2="${up(level)}" stroke="#dddddd"/>` +
      `<text x="${MARGIN.left - 4}" y="${up(level) + 3}" text-anchor="end" fill="#555555">${short(level)}</text>`,
  );
  const sizes = points.map(
    ({ x }) =>
      `<text x="${across(x).toFixed(1)}" y="${HEIGHT - MARGIN.bottom + 14}" text-anchor="middle" fill="#555555">${short(x)}</text>`,
  );
  const dots = points.map(
    ({ x, y }) => `<circle cx="${across(x).toFixed(1)}" cy="${up(y).toFixed(1)}" r="2.5" fill="#0b62a8"/>`,
  );
  return [
    `<text x="${MARGIN.left}" y="18" font-size="11" fill="#222222">${title}</text>`,
    ...grid,
    ...sizes,
    ...(expected.length
      ? [`<polyline points="${line(expected)}" fill="none" stroke="#999999" stroke-dasharray="4 3"/>`]
      : []),
    `<polyline points="${line(points)}" fill="none" stroke="#0b62a8" stroke-width="1.5"/>`,
    ...dots,
  ].join('');
}

function short(value: number): string {
  return value >= 1024 && Number.isInteger(value) ? `${value / 1024}k` : String(Number(value.toPrecision(3)));
}
