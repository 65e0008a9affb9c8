import { numberOf } from '../../values/equality.js';
import type { Value } from '../../values/value.js';

/** The names of HTML 4; of CSS's other colours none is computed. */
const named: Readonly<Record<string, readonly [number, number, number]>> = {
  black: [0, 0, 0],
  silver: [192, 192, 192],
  gray: [128, 128, 128],
  grey: [128, 128, 128],
  white: [255, 255, 255],
  maroon: [128, 0, 0],
  red: [255, 0, 0],
  purple: [128, 0, 128],
  fuchsia: [255, 0, 255],
  magenta: [255, 0, 255],
  green: [0, 128, 0],
  lime: [0, 255, 0],
  olive: [128, 128, 0],
  yellow: [255, 255, 0],
  navy: [0, 0, 128],
  blue: [0, 0, 255],
  teal: [0, 128, 128],
  aqua: [0, 255, 255],
  cyan: [0, 255, 255],
};

/** A colour as Pillow takes it, for a picture of that many channels; undefined for one that is not known or not computed. */
export function colourOf(value: Value, channels: number): readonly number[] | undefined {
  const grey = channels < 3;
  if (value.kind === 'str') {
    const rgb = named[value.value.toLowerCase()] ?? hexadecimal(value.value);
    if (!rgb) return undefined;
    const [r, g, b] = rgb;
    const colours = grey ? [(r * 19_595 + g * 38_470 + b * 7471 + 32_768) >> 16] : rgb;
    return channels % 2 === 0 ? [...colours, 255] : colours;
  }
  if (value.kind === 'tuple' || value.kind === 'list') {
    const parts = value.elements.map(numberOf);
    if (!parts.every((part) => part !== undefined && Number.isInteger(part) && part >= 0 && part < 256))
      return undefined;
    const whole = parts as number[];
    if (whole.length === channels) return whole;
    return channels === 4 && whole.length === 3 ? [...whole, 255] : undefined;
  }
  const number = value.kind === 'int' ? value.value : undefined;
  if (number === undefined || number < 0) return undefined;
  if (channels === 1) return [Math.min(255, number)];
  if (channels === 2) return undefined;
  const bytes = [number % 256, Math.floor(number / 256) % 256, Math.floor(number / 65_536) % 256];
  return channels === 4 ? [...bytes, Math.floor(number / 16_777_216) % 256] : bytes;
}

function hexadecimal(text: string): readonly [number, number, number] | undefined {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(text)?.slice(1);
  const digits = short ? short.map((digit) => digit + digit) : /^#(..)(..)(..)$/.exec(text)?.slice(1);
  const parts = digits?.every((each) => /^[\da-f]{2}$/i.test(each))
    ? digits.map((each) => Number.parseInt(each, 16))
    : [];
  return parts.length === 3 ? (parts as [number, number, number]) : undefined;
}
