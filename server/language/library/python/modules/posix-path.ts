/** Paths as Python's `posixpath` takes them apart; a drive (`C:/`) also makes one absolute. */

export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
}

export function joinPaths(first: string, ...others: readonly string[]): string {
  let path = first;
  for (const other of others) {
    if (isAbsolute(other)) path = other;
    else path += path === '' || path.endsWith('/') ? other : `/${other}`;
  }
  return path;
}

export function splitPath(path: string): [head: string, tail: string] {
  const at = path.lastIndexOf('/') + 1;
  const head = path.slice(0, at);
  return [/^\/*$/.test(head) ? head : head.replace(/\/+$/, ''), path.slice(at)];
}

/** The extension is what follows the last dot of the last part, unless the part starts with it. */
export function splitExtension(path: string): [root: string, extension: string] {
  const start = path.lastIndexOf('/') + 1;
  const dot = path.lastIndexOf('.');
  if (dot < start || /^\.*$/.test(path.slice(start, dot))) return [path, ''];
  return [path.slice(0, dot), path.slice(dot)];
}

export function normalPath(path: string): string {
  if (path === '') return '.';
  const root = /^\/\/(?!\/)/.test(path) ? '//' : path.startsWith('/') ? '/' : '';
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..' || (root === '' && parts.length === 0) || parts.at(-1) === '..') parts.push(part);
    else parts.pop();
  }
  return root + parts.join('/') || '.';
}

export function relativePath(path: string, start: string): string {
  const [to, from] = [normalPath(path), normalPath(start)].map((p) =>
    p.split('/').filter((part) => part !== '' && part !== '.'),
  );
  if (!to || !from) return '.';
  let common = 0;
  while (common < to.length && common < from.length && to[common] === from[common]) common += 1;
  return [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/') || '.';
}

export function commonPrefix(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}
