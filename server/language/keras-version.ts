/** The versions of Keras whose names, tables and arguments differ. */
export type KerasVersion = 2 | 3;

/** A folder's files, as far as they tell which Keras is used there. Neither throws. */
export interface VersionFiles {
  text(path: string): string | undefined;
  /** The names of what is in a folder; none where it is none. */
  list(path: string): readonly string[];
}

/** Where the packages of a project's own environment are. */
const environments = ['.venv', 'venv', 'env'];

/** Which Keras a folder's own environment has, or else its files ask for; undefined where they do not say. */
export function kerasVersionOf(folder: string, files: VersionFiles): KerasVersion | undefined {
  for (const environment of environments) {
    const libraries = files.list(`${folder}/${environment}/lib`).filter((name) => name.startsWith('python'));
    const places = [...libraries.map((name) => `lib/${name}/site-packages`), 'Lib/site-packages'];
    for (const place of places) {
      const found = versionInstalled(files.list(`${folder}/${environment}/${place}`));
      if (found) return found;
    }
  }
  const names = files.list(folder);
  const telling = [
    ...['uv.lock', 'poetry.lock', 'Pipfile.lock', 'pyproject.toml'].filter((name) => names.includes(name)),
    ...names.filter((name) => /^(requirements.*\.txt|environment\.ya?ml)$/.test(name)),
  ];
  for (const name of telling) {
    const text = files.text(`${folder}/${name}`);
    const found = text === undefined ? undefined : versionInFile(name, text);
    if (found) return found;
  }
  return undefined;
}

/** Which Keras a file of that name asks for; undefined where it says nothing, or would take either. */
export function versionInFile(name: string, text: string): KerasVersion | undefined {
  const find = name.endsWith('.lock') ? lockedVersion : requiredVersion;
  return find(text, 'keras') ?? find(text, 'tensorflow');
}

/** Which Keras is installed, by what lies in `site-packages`: `keras-2.15.0.dist-info`. */
export function versionInstalled(names: readonly string[]): KerasVersion | undefined {
  const find = (which: Package) => {
    for (const name of names) {
      const [, found = '', major, minor] = /^([a-z_]+)-(\d+)\.(\d+)[^/]*\.(?:dist|egg)-info$/i.exec(name) ?? [];
      if (plainName(found) === which) return kerasOf(which, Number(major), Number(minor));
    }
    return undefined;
  };
  return find('keras') ?? find('tensorflow');
}

type Package = 'keras' | 'tensorflow';

/** `tensorflow_cpu` and the like are TensorFlow. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/^tensorflow[-_](cpu|gpu|intel|macos)$/, 'tensorflow');
}

/** The Keras that a release of Keras is, or that comes with one of TensorFlow: since 2.16, Keras 3. */
function kerasOf(which: Package, major: number, minor: number): KerasVersion {
  if (which === 'keras') return major >= 3 ? 3 : 2;
  return major > 2 || (major === 2 && minor >= 16) ? 3 : 2;
}

/** `name = "keras"`, `version = "2.15.0"` of TOML; `"keras": {…, "version": "==2.15.0"}` of JSON. */
function lockedVersion(text: string, which: Package): KerasVersion | undefined {
  const blocks =
    /^name = "([\w-]+)"\s*\nversion = "(\d+)\.(\d+)|"([\w-]+)": \{(?:[^{}]|\{[^{}]*\})*?"version": "==(\d+)\.(\d+)/gm;
  for (const [, toml, major, minor, json, jsonMajor, jsonMinor] of text.matchAll(blocks)) {
    if (plainName(toml ?? json ?? '') === which)
      return kerasOf(which, Number(major ?? jsonMajor), Number(minor ?? jsonMinor));
  }
  return undefined;
}

/** `keras==2.15`, `tensorflow[and-cuda]~=2.15.0`, `["keras>=2,<3"]`, `keras = "^2.15"`, `- tensorflow=2.15`. */
function requiredVersion(text: string, which: Package): KerasVersion | undefined {
  for (const line of text.replace(/(\[|,)\s*["']/g, '\n').split('\n')) {
    const bare = line.replace(/(^|\s)#.*$/, '');
    const [, name = '', constraints = ''] = /^[\s"'-]*([A-Za-z][\w-]*)(?:\[[^\]]*\])?(.*)$/.exec(bare) ?? [];
    if (plainName(name) !== which) continue;
    const found = wanted(constraints, which);
    if (found) return found;
  }
  return undefined;
}

/** What constraints come to: undefined where they let both in. */
function wanted(constraints: string, which: Package): KerasVersion | undefined {
  const signs = /(?<!!)(===?|~=|>=|<=|<|>|\^|~|=)\s*["']?\s*(\^|~=?|===?|[<>]=?)?\s*v?(\d+)(?:\.(\d+))?(\.\d+)?/g;
  for (const [, first, second, majorText, minorText, patch] of constraints.matchAll(signs)) {
    const sign = second ?? first;
    const major = Number(majorText);
    const minor = Number(minorText ?? 0);
    const version = kerasOf(which, major, minor);
    // The newest release that an upper bound lets in, and the oldest that anything else does.
    if (sign === '<') {
      if (kerasOf(which, minor === 0 ? major - 1 : major, minor === 0 ? 99 : minor - 1) === 2) return 2;
    } else if (sign === '<=') {
      if (version === 2 && (which === 'keras' || major < 2 || minorText !== undefined)) return 2;
    } else if (version === 3) {
      return 3;
    } else if (sign !== '>=' && sign !== '>') {
      const isExact =
        which === 'keras' || major < 2 || (minorText !== undefined && sign !== '^' && (sign !== '~=' || patch));
      if (isExact) return 2;
    }
  }
  return undefined;
}
