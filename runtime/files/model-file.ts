import { existsSync, readFileSync, statSync } from 'node:fs';
import type { ModelFile } from '../../server/language/saved-model.js';
import { FileError } from './file-error.js';
import { isHdf5, readHdf5, writeHdf5 } from './hdf5.js';
import { isZip, readKerasArchive, writeKerasArchive } from './keras-archive.js';
import { writeWhole } from './write-whole.js';

/** Writes a model to a path: aside first, so that what is there stays until the new file is whole. */
export async function saveModelFile(file: string, model: ModelFile): Promise<void> {
  const bytes = model.format === 'keras' ? await writeKerasArchive(model) : await writeHdf5(model.tensors);
  writeWhole(file, bytes);
}

/** Reads a model or its weights, whichever of Keras's formats they are in. Throws FileError, and Node's errors. */
export async function loadModelFile(file: string): Promise<ModelFile> {
  if (!existsSync(file) && existsSync(`${file}.index`))
    throw new FileError(
      'it is a checkpoint of TensorFlow, of several files, which Layerscope cannot read: in the Python that made it, load it and save the weights as a .weights.h5 file',
    );
  if (statSync(file).isDirectory())
    throw new FileError(
      "it is a folder, as TensorFlow's SavedModel, whose variables Layerscope cannot read: in the Python that made it, load it and save it as a .keras or .h5 file",
    );
  const bytes = readFileSync(file);
  if (isZip(bytes)) return readKerasArchive(bytes);
  if (isHdf5(bytes)) return { format: 'h5', tensors: await readHdf5(bytes) };
  if (bytes.length === 0) throw new FileError('it is empty');
  throw new FileError('it is neither a .keras archive nor an HDF5 file, or it is damaged at its beginning');
}
