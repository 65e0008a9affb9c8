import { element } from './element.js';

/** A line of a script, or of one cell of a notebook; both count from 1. */
export interface LinePlace {
  readonly cell?: number;
  readonly line: number;
}

/** `line 3`, `cell 2, line 3`. */
export function placeText({ cell, line }: LinePlace): string {
  return cell === undefined ? `line ${line}` : `cell ${cell}, line ${line}`;
}

/** A link that leads to a line of the script. */
export function lineLink(text: string, place: LinePlace, reveal: (place: LinePlace) => void): HTMLElement {
  const link = element('a', { href: '#', title: `Go to ${placeText(place)}` }, text);
  link.addEventListener('click', (event) => {
    event.preventDefault();
    reveal(place);
  });
  return link;
}
