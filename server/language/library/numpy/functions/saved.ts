import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { bool, list, none, str, unknown } from '../../../values/value.js';
import { define, methods } from '../../python/define.js';
import { pathText } from '../../python/modules/path-text.js';
import { streamType } from '../../python/modules/stream-type.js';
import { NotKnown } from '../arguments.js';
import { readNpyData, readNpyHeader } from '../npy.js';
import { npyArray, npzEntries } from '../npz.js';
import { withoutData } from '../operand.js';
import { array, permuted } from '../view.js';
import { type ArrayFunction, func } from './array-function.js';
import { mappedNpy } from './mapped.js';

/** Several arrays in one file, by name: which ones is not known before they are read. */
interface Archive {
  readonly file: string;
  readonly allowPickle: boolean;
  readonly entries: ReadonlyMap<string, Uint8Array>;
}

const archiveType: NativeType<Archive | undefined> = {
  name: 'NpzFile',
  module: 'numpy.lib.npyio',
  getItem(self, index, context) {
    const archive = stateOf(self, archiveType);
    if (!archive) return array(undefined, undefined);
    const name = index.kind === 'str' ? index.value : '';
    const entry = archive.entries.get(name.replace(/\.npy$/, ''));
    if (!entry) return context.raise('KeyError', `'${name} is not a file in the archive'`);
    return npyArray(entry, `${archive.file}:${name}`, archive.allowPickle, context);
  },
  attributes: {
    files: (self) => {
      const archive = stateOf(self, archiveType);
      return archive ? list([...archive.entries.keys()].map(str)) : unknown('what the archive holds', 'NpzFile.files');
    },
  },
  methods: methods(
    define('NpzFile.close', 'self', ["np.load('a.npz').close()"], () => none),
    define('NpzFile.keys', 'self', ["np.load('a.npz').keys()"], (args, context) =>
      context.getAttribute(args.get('self'), 'files'),
    ),
  ),
  iterate: (self, context) => context.getAttribute(self, 'files'),
  contains: (self, item) => {
    const archive = stateOf(self, archiveType);
    return archive && item.kind === 'str' ? bool(archive.entries.has(item.value)) : unknown('what the archive holds');
  },
  getAttribute: (_self, name) => unknown(`Layerscope does not know NpzFile.${name}`, `NpzFile.${name}`),
  enter: (self) => self,
  exit: () => {},
  truth: () => true,
};

const truthOf = (args: Arguments, context: Context) => context.truth(args.get('allow_pickle')) === true;

/** Functions that keep arrays in files and read them again. */
export const savedFunctions: readonly ArrayFunction[] = [
  func(
    'load',
    'file, mmap_mode=None, allow_pickle=False, fix_imports=True, encoding="ASCII", **kwargs',
    ["np.load('a.npz')"],
    (args, context) => {
      const path = stateOf(args.get('file'), streamType) ? undefined : pathText(args.get('file'), context);
      if (path === undefined) throw new NotKnown('a file that is not known');
      const file = str(path);
      if (/\.npz$/i.test(file.value)) {
        if (context.host.mode === 'shapes') return object(archiveType, undefined);
        const packed = context.host.readFile(file.value);
        const entries = packed && npzEntries(packed, file.value, context);
        if (!entries) throw new NotKnown('what a file holds');
        return object(archiveType, { file: file.value, allowPickle: truthOf(args, context), entries });
      }
      const mode = args.get('mmap_mode');
      if (context.host.mode === 'numbers' && mode.kind === 'str') {
        if (mode.value !== 'r' && mode.value !== 'c')
          throw new NotKnown("files are mapped for reading alone: mmap_mode='r'");
        const mapped = mappedNpy(file.value, context);
        if (mapped) return mapped;
      }
      const bytes = context.host.readFile(file.value);
      const header = bytes && readNpyHeader(bytes);
      if (bytes && header?.isObjects) return npyArray(bytes, file.value, truthOf(args, context), context);
      if (!bytes || !header) {
        // Without the ending it may be an archive, or a pickled object.
        if (!/\.npy$/i.test(file.value)) throw new NotKnown('what a file holds');
        return { ...withoutData(context, undefined, undefined), reason: 'files are not read while you type' };
      }
      const shape = header.fortranOrder ? header.shape.toReversed() : header.shape;
      const within = shape.reduce((size, dim) => size * dim, 1) <= context.host.dataLimit;
      const data = within ? readNpyData(bytes, header) : undefined;
      const made = data ? array(header.dtype, shape, data) : withoutData(context, header.dtype, shape);
      return header.fortranOrder ? permuted(made, [...shape.keys()].reverse()) : made;
    },
  ),
];
