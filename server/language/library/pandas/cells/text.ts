import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { exponential, fixed, floatRepr } from '../../python/number-text.js';
import type { Index } from '../labels.js';
import { cellsOfAxis, labelValues } from './axis.js';
import { timeTexts } from './time-texts.js';
import { doublesOf, isMissing, isNumbers, plainAt, type Vector } from './vector.js';

/** How pandas writes the elements of columns and labels. */

const digits = 6;

/** The elements of a column, not yet of one width. `spaced`: with a space before each number, as beside labels. */
export function elementTexts(vector: Vector, context: Context, spaced = true): string[] {
  if (isNumbers(vector) && vector.type.startsWith('float'))
    return floatTexts(doublesOf(vector) as ArrayLike<number>, spaced);
  const count = vector.data.length;
  if (isNumbers(vector) && vector.type !== 'bool')
    return Array.from({ length: count }, (_, at) => {
      const said = String(vector.data[at]);
      return spaced && !said.startsWith('-') ? ` ${said}` : said;
    });
  if (vector.type === 'object') return objectTexts(vector.data, context, spaced);
  if (vector.type === 'datetime64[us]') return timeTexts(vector);
  return Array.from({ length: count }, (_, at) => {
    const said = isMissing(vector, at) ? 'NaN' : escaped(context.str(plainAt(vector, at)) ?? '');
    return clipped(spaced ? ` ${said}` : said);
  });
}

/** Objects: floats among them with six decimals at most. */
function objectTexts(values: readonly Value[], context: Context, spaced: boolean): string[] {
  return values.map((value) => {
    if (value.kind === 'none') return spaced ? ' None' : 'None';
    if (value.kind === 'float') {
      if (Number.isNaN(value.value)) return spaced ? ' NaN' : 'NaN';
      const said = plainFloat(value.value);
      return spaced && value.value >= 0 ? ` ${said}` : said;
    }
    const said = value.kind === 'str' ? escaped(value.value) : objectText(value, context);
    return clipped(spaced ? ` ${said}` : said);
  });
}

/** Lists and tuples without the quotes of their texts, as long as they are short. */
function objectText(value: Value, context: Context): string {
  const elements = value.kind === 'list' || value.kind === 'tuple' ? value.elements : undefined;
  if (!elements || elements.length > 50) return context.str(value) ?? '?';
  const said = elements.map((each) => (each.kind === 'str' ? escaped(each.value) : objectText(each, context)));
  if (value.kind === 'list') return `[${said.join(', ')}]`;
  return `(${said.join(', ')}${said.length === 1 ? ',' : ''})`;
}

function plainFloat(x: number): string {
  if (!Number.isFinite(x)) return floatRepr(x);
  return trimmed([fixed(x, digits)])[0] as string;
}

function escaped(text: string): string {
  return text.replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
}

/** Texts of more than fifty characters end in points. */
function clipped(text: string): string {
  const points = [...text];
  return points.length > 50 ? `${points.slice(0, 47).join('')}...` : text;
}

/** Floats: six decimals at most, as few as all of them need; in scientific notation where some are very small or large. */
export function floatTexts(numbers: ArrayLike<number>, spaced: boolean): string[] {
  const list = Array.from(numbers);
  const sign = (x: number, said: string) => (spaced && !said.startsWith('-') && !Number.isNaN(x) ? ` ${said}` : said);
  const plain = trimmed(
    list.map((x) => (Number.isNaN(x) ? 'NaN' : sign(x, Number.isFinite(x) ? fixed(x, digits) : floatRepr(x)))),
  );
  const tooLong = plain.some((said) => said.length > digits + 6);
  const large = list.some((x) => Math.abs(x) > 1e6);
  const small = list.some((x) => x !== 0 && Math.abs(x) < 10 ** -digits);
  if (!small && !(tooLong && large)) return plain;
  return trimmed(
    list.map((x) => (Number.isNaN(x) ? 'NaN' : sign(x, Number.isFinite(x) ? exponential(x, digits) : floatRepr(x)))),
  );
}

/** Without the zeros at the end that all numbers have; at least one decimal stays. */
function trimmed(texts: readonly string[]): string[] {
  const isNumber = (said: string) => /^\s*[+-]?[0-9]+\.[0-9]*$/.test(said);
  let shown = [...texts];
  const numeric = shown.filter(isNumber);
  while (numeric.length > 0 && shown.every((said) => !isNumber(said) || said.endsWith('0'))) {
    shown = shown.map((said) => (isNumber(said) ? said.slice(0, -1) : said));
    if (shown.some((said) => isNumber(said) && said.endsWith('.'))) break;
  }
  return shown.map((said) => (isNumber(said) && said.endsWith('.') ? `${said}0` : said));
}

/** Labels of rows as they stand at the left, without filling. */
export function labelTexts(index: Index, context: Context): string[] {
  const cells = cellsOfAxis(index);
  if (isNumbers(cells) && cells.type.startsWith('float'))
    return floatTexts(doublesOf(cells) as ArrayLike<number>, false).map((said) => said.trim());
  if (isNumbers(cells) && cells.type !== 'bool') return Array.from(cells.data, String);
  if (cells.type === 'datetime64[us]') return timeTexts(cells);
  return labelValues(index).map((label) => labelText(label, context));
}

export function labelText(label: Value, context: Context): string {
  if (label.kind === 'float' && Number.isNaN(label.value)) return 'NaN';
  return label.kind === 'str' ? escaped(label.value) : (context.str(label) ?? '');
}
