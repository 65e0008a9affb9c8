/** A layer of a graph's nodes (`outer/inner`) as a program names it: `dense_1` (line 12). */
export function layerWithLine(path: string, lines: ReadonlyMap<string, number> | undefined): string {
  const names = path.split('/');
  const name = names.findLast((each) => lines?.has(each)) ?? (names.at(-1) as string);
  const line = lines?.get(name);
  return `\`${name}\`${line === undefined ? '' : ` (line ${line})`}`;
}
