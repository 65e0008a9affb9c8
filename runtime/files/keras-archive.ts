import { unzipSync, zipSync } from 'fflate';
import type { ModelFile } from '../../server/language/saved-model.js';
import { FileError } from './file-error.js';
import { readHdf5, writeHdf5 } from './hdf5.js';

/** Keras 3's own format: a zip archive of documents and of an HDF5 file with the weights. */

const weightsName = 'model.weights.h5';
const documentNames = ['config.json', 'metadata.json'];
/** A model's configuration is text: one of a thousand layers takes a few MB. */
const maxDocument = 2 ** 27;
const maxWeights = 2 ** 31 - 1;
/** Deflate gains at most this much. */
const maxRatio = 1100;

type Archive = Extract<ModelFile, { format: 'keras' }>;

export async function writeKerasArchive({ documents, tensors }: Archive): Promise<Uint8Array> {
  const entries: Record<string, Uint8Array> = {};
  for (const [name, text] of documents) entries[name] = new TextEncoder().encode(text);
  entries[weightsName] = await writeHdf5(tensors);
  // Weights do not shrink: stored as they are, as Keras does.
  return zipSync(entries, { level: 0 });
}

/** Throws FileError. */
export async function readKerasArchive(bytes: Uint8Array): Promise<Archive> {
  const entries = unpacked(bytes);
  const documents = new Map<string, string>();
  for (const name of documentNames) {
    const document = entries.get(name);
    if (document) documents.set(name, new TextDecoder().decode(document));
  }
  if (!documents.has('config.json')) throw new FileError('it has no config.json, so it is no model of Keras');
  const weights = entries.get(weightsName);
  if (!weights) throw new FileError(`it has no ${weightsName}`);
  return { format: 'keras', documents, tensors: await readHdf5(weights) };
}

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/** The entries that are a model's, each no larger than it may be before it is unpacked. Nothing else is looked at, whatever its name. */
function unpacked(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const wanted = [...documentNames, weightsName];
  const seen = new Set<string>();
  try {
    const entries = unzipSync(bytes, {
      filter({ name, size, originalSize }) {
        if (!wanted.includes(name)) return false;
        if (seen.has(name)) throw new FileError(`it has ${name} twice`);
        seen.add(name);
        const most = name === weightsName ? maxWeights : maxDocument;
        if (originalSize > most || originalSize > maxRatio * size + 1024 || size > bytes.length)
          throw new FileError(`${name} in it claims ${originalSize} bytes unpacked, more than it can be`);
        return true;
      },
    });
    for (const name of seen) {
      const entry = entries[name];
      if (!entry) throw new FileError(`${name} in it cannot be unpacked`);
    }
    return new Map(Object.entries(entries));
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(`it is damaged or cut short: ${error instanceof Error ? error.message : error}`);
  }
}
