import { element } from './element.js';

/** A link that leads to a line of the script. */
export function lineLink(text: string, line: number, reveal: (line: number) => void): HTMLElement {
  const link = element('a', { href: '#', title: `Go to line ${line}` }, text);
  link.addEventListener('click', (event) => {
    event.preventDefault();
    reveal(line);
  });
  return link;
}
