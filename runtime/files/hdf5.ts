import type { Dataset, File, Group, Metadata } from 'h5wasm';
import type { TensorGroup } from '../../server/language/saved-model.js';
import {
  allocate,
  bytesPerElement,
  type ElementType,
  type TensorData,
} from '../../server/language/tensor/element-type.js';
import { FileError } from './file-error.js';

/*
 * HDF5 files as plain groups of tensors. The HDF5 library runs in WebAssembly on a file system of its own, in memory:
 * what a hostile file makes it do reaches neither this machine's files nor memory outside it.
 */

/** What a file may hold: Keras's own are far below. */
const maxDepth = 64;
const maxEntries = 200_000;
/** A data set may declare this much whatever is stored of it, in bytes … */
const freeBytes = 2 ** 26;
/** … and beyond it only so many times the bytes of the whole file, as Keras has it: compression gains less. */
const maxExpansion = 1000;
/** What the library's 32-bit memory can hold beside the file itself. */
const maxBytes = 2 ** 31 - 1;

/** The library, started when it is first needed. */
type Library = typeof import('h5wasm') & { readonly module: Awaited<typeof import('h5wasm')['ready']> };
let library: Promise<Library> | undefined;
let files = 0;

function start(): Promise<Library> {
  library ??= import('h5wasm').then(async (loaded) => {
    const module = await loaded.ready;
    // Else it prints what it finds wrong with a file.
    module.activate_throwing_error_handler();
    return { ...loaded, module };
  });
  return library;
}

/** The bytes of an HDF5 file that holds a group. */
export async function writeHdf5(group: TensorGroup): Promise<Uint8Array> {
  const { File, module } = await start();
  const path = nextPath();
  try {
    const file = new File(path, 'w');
    try {
      writeGroup(file, group);
      file.flush();
    } finally {
      file.close();
    }
    return fileSystem(module).readFile(path);
  } finally {
    remove(module, path);
  }
}

/** What an HDF5 file holds. Throws FileError for what is damaged or does not belong into a file of Keras's. */
export async function readHdf5(bytes: Uint8Array): Promise<TensorGroup> {
  if (!isHdf5(bytes)) throw new FileError('it is not an HDF5 file');
  if (bytes.length > maxBytes) throw new FileError('it is larger than 2 GiB, which is more than can be read');
  const { File, module } = await start();
  const path = nextPath();
  fileSystem(module).writeFile(path, bytes);
  try {
    const file = new File(path, 'r');
    try {
      return new Reader(file, bytes.length).group(file, 0);
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(`it is damaged: ${reason(error)}`);
  } finally {
    remove(module, path);
  }
}

/** Whether bytes begin as an HDF5 file does. */
export function isHdf5(bytes: Uint8Array): boolean {
  return [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a].every((byte, i) => bytes[i] === byte);
}

function writeGroup(into: Group | File, { attributes, tensors, groups }: TensorGroup): void {
  for (const [name, value] of attributes) {
    if (typeof value === 'string') into.create_attribute(name, value);
    else if (value.length > 0) into.create_attribute(name, [...value]);
    // An empty list is one of floats, as NumPy makes it.
    else into.create_attribute(name, new Float64Array(0), [0], '<d');
  }
  for (const [name, { dtype, shape, data }] of tensors)
    into.create_dataset({ name, data: written(dtype, data), shape: [...shape], dtype: typeCodes[dtype] ?? null });
  for (const [name, group] of groups) writeGroup(into.create_group(name), group);
}

/** NumPy's codes for the types that files of Keras hold. */
const typeCodes: Readonly<Partial<Record<ElementType, string>>> = {
  float32: '<f',
  float64: '<d',
  float16: '<e',
  int8: '<b',
  uint8: '<B',
  bool: '<B',
  int16: '<h',
  uint16: '<H',
  int32: '<i',
  uint32: '<I',
  int64: '<q',
  uint64: '<Q',
};

function written(dtype: ElementType, data: TensorData['data']): TensorData['data'] {
  if (!typeCodes[dtype]) throw new FileError(`tensors of ${dtype} cannot be written`);
  return data;
}

class Reader {
  private entries = 0;
  private bytes = 0;

  constructor(
    private readonly file: File,
    private readonly size: number,
  ) {}

  group(group: Group | File, depth: number): TensorGroup {
    if (depth > maxDepth) throw new FileError(`its groups lie more than ${maxDepth} deep in each other`);
    const attributes = new Map<string, string | readonly string[]>();
    for (const [name, attribute] of Object.entries(group.attrs)) {
      this.count();
      const value = textOf(attribute.value);
      if (value !== undefined) attributes.set(name, value);
    }
    const tensors = new Map<string, TensorData>();
    const groups = new Map<string, TensorGroup>();
    for (const name of group.keys()) {
      this.count();
      const path = `${group.path === '/' ? '' : group.path}/${name}`;
      const entity = this.file.get(path);
      const kind = entity && 'type' in entity ? String(entity.type) : undefined;
      // A soft link shows as what it leads to; Keras reads neither.
      if (kind === 'BrokenSoftLink' || kind === 'ExternalLink' || this.isLink(path))
        throw new FileError(`${path} is a link, and a model's file may have none`);
      if (kind === 'Group') groups.set(name, this.group(entity as Group, depth + 1));
      else if (kind === 'Dataset') tensors.set(name, this.tensor(entity as Dataset, path));
    }
    return { attributes, tensors, groups };
  }

  private isLink(path: string): boolean {
    // null, whatever the types of the library say, where it is none.
    const target: string | null = this.file.get_link(path);
    return target !== null;
  }

  private count(): void {
    this.entries += 1;
    if (this.entries > maxEntries) throw new FileError(`it holds more than ${maxEntries} groups and tensors`);
  }

  private tensor(dataset: Dataset, path: string): TensorData {
    const { metadata } = dataset;
    const dtype = typeOf(metadata);
    if (!dtype) throw new FileError(`${path} has elements of a kind that no weight has`);
    const shape = (metadata.shape ?? []).map(Number);
    const length = shape.reduce((product, size) => product * size, 1);
    const declared = length * bytesPerElement(dtype);
    this.bytes += declared;
    if (!Number.isSafeInteger(length) || (declared > freeBytes && declared > maxExpansion * this.size))
      throw new FileError(`${path} claims the shape (${shape.join(', ')}), far more than a file of this size can hold`);
    if (this.bytes > maxBytes) throw new FileError('its tensors take more than 2 GiB, which is more than can be read');
    if (metadata.virtual_sources?.length)
      throw new FileError(`${path} lies in other files, and a model's file may not`);
    const { value } = dataset;
    return { dtype, shape, data: elements(value, dtype, length, path) };
  }
}

function elements(value: unknown, dtype: ElementType, length: number, path: string): TensorData['data'] {
  const into = allocate(dtype, length);
  if (typeof value === 'number' || typeof value === 'bigint') {
    if (into instanceof BigInt64Array || into instanceof BigUint64Array) into[0] = BigInt(value);
    else into[0] = Number(value);
    return into;
  }
  if (value instanceof into.constructor && (value as TensorData['data']).length === length)
    return value as TensorData['data'];
  if (length === 0) return into;
  throw new FileError(`${path} cannot be read: its elements are missing`);
}

/** HDF5's classes of numbers: 0 integers, 1 floats. */
function typeOf({ type, size, signed, littleEndian }: Metadata): ElementType | undefined {
  if (!littleEndian && size > 1) return undefined;
  if (type === 1) return ({ 4: 'float32', 8: 'float64' } as const)[size as 4 | 8];
  if (type !== 0) return undefined;
  const name = `${signed ? 'int' : 'uint'}${size * 8}`;
  return (['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64'] as const).find(
    (each) => each === name,
  );
}

/** Attributes that Keras writes: a text, or a list of texts. */
function textOf(value: unknown): string | readonly string[] | undefined {
  if (typeof value === 'string') return value;
  if (value instanceof Float64Array) return value.length === 0 ? [] : undefined;
  if (!Array.isArray(value)) return undefined;
  return value.every((each): each is string => typeof each === 'string') ? value : undefined;
}

function nextPath(): string {
  files += 1;
  return `/model-${files}.h5`;
}

function fileSystem(module: Library['module']) {
  return module.FS;
}

function remove(module: Library['module'], path: string): void {
  try {
    fileSystem(module).unlink(path);
  } catch {
    // It was never made.
  }
}

function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0]?.slice(0, 200) ?? 'it cannot be read';
}
