import { months } from './timestamp.js';

/** How moments are read from texts: by `strptime`'s codes. */

const parts: Readonly<Record<string, string>> = {
  Y: '(?<Y>\\d{4})',
  y: '(?<y>\\d{2})',
  m: '(?<m>1[0-2]|0?[1-9])',
  d: '(?<d>3[01]|[12]\\d|0?[1-9])',
  H: '(?<H>2[0-3]|[01]?\\d)',
  I: '(?<I>1[0-2]|0?[1-9])',
  M: '(?<M>[0-5]?\\d)',
  S: '(?<S>[0-5]?\\d)',
  f: '(?<f>\\d{1,6})',
  p: '(?<p>[AaPp][Mm])',
  B: `(?<B>${months.join('|')})`,
  b: `(?<b>${months.map((name) => name.slice(0, 3)).join('|')})`,
  '%': '%',
};

/** Reads texts of a format: microseconds since 1970, undefined for a text that is not of it. */
export type TimeReader = (text: string) => number | undefined;

/** The reader of a format; undefined where it has a code that is not known. */
export function readerOf(format: string): TimeReader | undefined {
  let isKnown = true;
  const named = new Set<string>();
  const pattern = format.replace(/%(.)|[^%]/gs, (said, code: string | undefined) => {
    if (code === undefined) return /\s/.test(said) ? '\\s+' : said.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
    const part = parts[code];
    if (part === undefined || named.has(code)) isKnown = false;
    if (code !== '%') named.add(code);
    return part ?? '';
  });
  if (!isKnown) return undefined;
  const rule = new RegExp(`^${pattern}$`, 'i');
  return (text) => {
    const found = rule.exec(text)?.groups;
    return found && moment(found);
  };
}

function moment(found: Readonly<Record<string, string | undefined>>): number | undefined {
  const number = (code: string, usual: number) => (found[code] === undefined ? usual : Number(found[code]));
  const short = number('y', 0);
  // A clock alone is of the first day of 1900, as `strptime` has it.
  const year = found['y'] === undefined ? number('Y', 1900) : short + (short < 69 ? 2000 : 1900);
  const named = (found['B'] ?? found['b'])?.toLowerCase();
  const month = named ? months.findIndex((name) => name.toLowerCase().startsWith(named)) : number('m', 1) - 1;
  const day = number('d', 1);
  const hour =
    found['I'] === undefined ? number('H', 0) : (number('I', 0) % 12) + (found['p']?.toLowerCase() === 'pm' ? 12 : 0);
  const date = new Date(Date.UTC(year, month, day));
  if (date.getUTCMonth() !== month) return undefined;
  const seconds = hour * 3600 + number('M', 0) * 60 + number('S', 0);
  return date.getTime() * 1000 + seconds * 1e6 + Number((found['f'] ?? '').padEnd(6, '0'));
}

const clock = /^(?:([ T])(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?)?$/;

/** The format that pandas guesses from a text; undefined where it is one that Layerscope does not guess. */
export function guessedFormat(text: string, dayFirst: boolean): string | undefined {
  const iso = /^\d{4}([-/.])\d{1,2}\1\d{1,2}(.*)$/s.exec(text);
  const turned = /^(\d{1,2})([-/.])(\d{1,2})\2\d{4}(.*)$/s.exec(text);
  if (/^\d{8}$/.test(text)) return '%Y%m%d';
  if (/^\d{4}-\d{2}$/.test(text)) return '%Y-%m';
  const rest = clock.exec(iso?.[2] ?? turned?.[4] ?? '');
  if (!rest || (!iso && !turned)) return undefined;
  const [, gap, hours, , seconds, fraction] = rest;
  const time = hours === undefined ? '' : `${gap}%H:%M${seconds === undefined ? '' : ':%S'}${fraction ? '.%f' : ''}`;
  if (iso) return `%Y${iso[1]}%m${iso[1]}%d${time}`;
  const [, first, mark, second] = turned as RegExpExecArray;
  const days = Number(first) > 12 || (dayFirst && Number(second) <= 12);
  return `${days ? `%d${mark}%m` : `%m${mark}%d`}${mark}%Y${time}`;
}
