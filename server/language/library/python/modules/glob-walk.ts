import type { Host } from '../../../host.js';

/** How patterns of paths are read, in which Python's `glob` and `pathlib`, and TensorFlow, differ. */
export interface Globbing {
  /** `*` and `?` match a dot at the start of a name. */
  readonly hidden: boolean;
  /** What `**` is: as `*`, any depth of folders, or these with the files in them where it stands last. */
  readonly deep: 'no' | 'folders' | 'all';
}

/** A part of a path with `*`, `?` and `[…]` as a regular expression. */
function partPattern(part: string, hidden: boolean): RegExp {
  const body = part.replace(/\[[!^]?\]?[^\]]*\]|\*+|\?|[\\^$.+(){}|\][]/g, (found) => {
    if (found.startsWith('*')) return '[^/]*';
    if (found === '?') return '[^/]';
    if (found.startsWith('[') && found.length > 2) return found.replaceAll('\\', '\\\\').replace(/^\[!/, '[^');
    return `\\${found}`;
  });
  return new RegExp(`^${!hidden && /^[*?[]/.test(part) ? '(?!\\.)' : ''}${body}$`, 's');
}

/** The files and folders of a pattern, in the order in which the machine lists them; undefined where it lists none. */
export function globbed(folder: string, pattern: string, how: Globbing, host: Host): readonly string[] | undefined {
  const rooted = pattern.startsWith('/');
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
  let isKnown = true;
  const kindOf = (path: string) => {
    const kind = host.fileKind(path);
    if (kind === undefined) isKnown = false;
    return kind;
  };
  const listed = (path: string): readonly string[] => {
    if (kindOf(path === '' ? '.' : path) !== 'folder') return [];
    const names = host.listFolder(path === '' ? '.' : path);
    if (!names) isKnown = false;
    return names ?? [];
  };
  const below = (path: string, name: string) => (path === '' || path === '/' ? path + name : `${path}/${name}`);
  const walk = (path: string, at: number): string[] => {
    const part = parts[at];
    if (part === undefined) return path === '' ? [] : [path];
    if (part === '**' && how.deep !== 'no') {
      const isLast = at === parts.length - 1;
      const folders = listed(path).filter((name) => how.hidden || !name.startsWith('.'));
      const inner = folders.flatMap((name) => {
        const next = below(path, name);
        if (kindOf(next) === 'folder' && host.isLink?.(next) !== true) return walk(next, at);
        return isLast && how.deep === 'all' ? [next] : [];
      });
      return [...walk(path, at + 1), ...inner];
    }
    if (!/[*?[]/.test(part)) {
      const next = below(path, part);
      return kindOf(next) === null ? [] : walk(next, at + 1);
    }
    const wanted = partPattern(part, how.hidden);
    return listed(path)
      .filter((name) => wanted.test(name))
      .flatMap((name) => walk(below(path, name), at + 1));
  };
  const found = walk(rooted ? '/' : folder, 0);
  return isKnown ? found : undefined;
}
