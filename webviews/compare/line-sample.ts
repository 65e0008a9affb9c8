import { chartColours } from '../kit/theme.js';
import { dashOf } from './words.js';

/** A short line, drawn as that of a training in the charts. */
export function lineSample(index: number): SVGElement {
  const colours = chartColours().series;
  const sample = make('svg', { width: '28', height: '10', viewBox: '0 0 28 10', 'aria-hidden': 'true' });
  const stroke = colours[index % colours.length] ?? 'currentColor';
  const dash = dashOf(index)?.join(' ');
  sample.append(
    make('line', {
      x1: '1',
      y1: '5',
      x2: '27',
      y2: '5',
      stroke,
      'stroke-width': '2.5',
      ...(dash === undefined ? {} : { 'stroke-dasharray': dash }),
    }),
  );
  return sample;
}

function make(tag: 'svg' | 'line', attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
