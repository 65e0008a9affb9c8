/** Four decimals, or an exponent where those say little; what is not a finite number as it is named; nothing where there is none. */
export function number(value: number | string | null | undefined): string {
  if (typeof value !== 'number') return value ?? '';
  return value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5) ? value.toFixed(4) : value.toExponential(2);
}

/** What stands at the marks of an axis: as many digits as tell neighbours apart, with an exponent where numbers are huge or tiny. */
export function axisTexts(marks: readonly (number | null)[]): string[] {
  const known = marks.filter((mark) => mark !== null);
  const largest = Math.max(0, ...known.map(Math.abs));
  const step = known.length > 1 ? Math.abs((known[1] as number) - (known[0] as number)) : largest;
  const exponent = largest > 0 ? Math.floor(Math.log10(largest) + 1e-9) : 0;
  const isPlain = exponent < 5 && exponent > -4;
  const decimals = decimalsOf(isPlain ? step : step / 10 ** exponent);
  const format = formatOf(decimals);
  return marks.map((mark) => {
    if (mark === null) return '';
    if (mark === 0) return '0';
    return isPlain ? format.format(mark) : `${format.format(mark / 10 ** exponent)}e${exponent}`;
  });
}

/** They take long to make, and axes are drawn several times a second. */
const formats: Intl.NumberFormat[] = [];

function formatOf(decimals: number): Intl.NumberFormat {
  formats[decimals] ??= new Intl.NumberFormat('en', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return formats[decimals];
}

/** How many decimals write a number to its last significant digit of three. */
function decimalsOf(step: number): number {
  let decimals = 0;
  for (let scaled = step; decimals < 12; scaled *= 10, decimals += 1)
    if (Math.abs(scaled - Math.round(scaled)) <= 1e-3 * scaled) break;
  return decimals;
}
