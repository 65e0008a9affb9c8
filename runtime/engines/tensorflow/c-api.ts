import path from 'node:path';
import { EngineError } from '../engine.js';

/** A pointer into TensorFlow's memory. */
export type Pointer = bigint;

/** What the engine uses of TensorFlow's C API (`tensorflow/c/c_api.h`), by the names there without `TF_`. */
export interface TensorFlowLibrary {
  readonly version: string;
  newGraph(): Pointer;
  deleteGraph(graph: Pointer): void;
  /** Adds a serialized GraphDef's nodes. */
  importGraph(graph: Pointer, bytes: Uint8Array): void;
  /** The node of that name. Throws EngineError where there is none. */
  operation(graph: Pointer, name: string): Pointer;
  /** A graph as a function: inputs and outputs as `outputsOf` packs them. */
  graphToFunction(graph: Pointer, name: string, inputs: BigUint64Array, outputs: BigUint64Array): Pointer;
  copyFunction(graph: Pointer, functionPointer: Pointer): void;
  deleteFunction(functionPointer: Pointer): void;
  /** `config` is a serialized ConfigProto. */
  newSession(graph: Pointer, config: Uint8Array): Pointer;
  deleteSession(session: Pointer): void;
  /** Names and kinds (`CPU`, `GPU`) of what the session computes on. */
  devices(session: Pointer): readonly { readonly name: string; readonly kind: string }[];
  /** Runs on another thread. `inputs` and `outputs` are as `outputsOf` packs them; gives new tensors. */
  run(
    session: Pointer,
    inputs: BigUint64Array,
    values: BigUint64Array,
    outputs: BigUint64Array,
  ): Promise<readonly Pointer[]>;
  /** A new tensor with a copy of the bytes; `type` is TensorFlow's number of the element type. */
  newTensor(type: number, shape: readonly number[], bytes: Uint8Array): Pointer;
  deleteTensor(tensor: Pointer): void;
  tensorType(tensor: Pointer): number;
  tensorShape(tensor: Pointer): readonly number[];
  /** Copies a tensor's elements to `bytes`, which has its size. */
  copyTensor(tensor: Pointer, bytes: Uint8Array): void;
}

/** Operations with the number of one of their outputs, as an array of `TF_Output`. */
export function outputsOf(operations: readonly (readonly [operation: Pointer, index: number])[]): BigUint64Array {
  return BigUint64Array.from(operations.flatMap(([operation, index]) => [operation, BigInt(index)]));
}

/** The files of the library, in the order in which they are loaded. */
export type LibraryFiles = readonly [string, ...string[]];

/**
 * Loads the library. It stays in the process until that ends: TensorFlow 2.21 ends the process when it is taken out of
 * memory. Throws EngineError where the files are no TensorFlow.
 */
export async function loadLibrary(files: LibraryFiles): Promise<TensorFlowLibrary> {
  const { default: koffi } = await import('koffi').catch((error: unknown) => {
    throw new EngineError(
      `what calls native libraries (koffi) does not load on ${process.platform}-${process.arch}: ${said(error)}`,
    );
  });
  const opened = () => {
    try {
      if (process.platform !== 'win32') keepLoaded(koffi, files);
      return files.map((file) => koffi.load(file, { lazy: true }));
    } catch (error) {
      throw new EngineError(`TensorFlow's library in ${path.dirname(files[0])} does not load: ${said(error)}`);
    }
  };
  const libraries = opened();
  const found = (prototype: string) => {
    for (const library of libraries) {
      try {
        return library.func(prototype);
      } catch {
        // The next one may have it.
      }
    }
    const name = /(\w+)\(/.exec(prototype)?.[1] ?? prototype;
    throw new EngineError(
      `the library in ${path.dirname(files[0])} has no ${name}: that is no TensorFlow, or an old one; 2.15 and 2.21 were tried`,
    );
  };
  return bound(found);
}

/** Loads files so that nothing unloads them, also when the thread that asked for them ends. */
function keepLoaded(koffi: Pick<typeof import('koffi'), 'load'>, files: LibraryFiles): void {
  const own = koffi.load(null);
  // Of what TensorFlow says when it starts, errors alone.
  own.func('int setenv(const char *name, const char *value, int overwrite)')('TF_CPP_MIN_LOG_LEVEL', '2', 0);
  const dlopen = own.func('void *dlopen(const char *file, int mode)');
  const dlerror = own.func('const char *dlerror()');
  const lazy = 1;
  const noDelete = process.platform === 'darwin' ? 0x80 : 0x1000;
  for (const file of files) if (!dlopen(file, lazy | noDelete)) throw new Error(String(dlerror()));
}

type Found = (prototype: string) => ReturnType<ReturnType<typeof import('koffi').load>['func']>;

function bound(found: Found): TensorFlowLibrary {
  const version = found('const char *TF_Version()');
  const newStatus = found('void *TF_NewStatus()');
  const deleteStatus = found('void TF_DeleteStatus(void *status)');
  const code = found('int TF_GetCode(void *status)');
  const message = found('const char *TF_Message(void *status)');
  /** Calls with a status, and throws what it says. */
  const checked = <Result>(call: (status: Pointer) => Result): Result => {
    const status = newStatus() as Pointer;
    try {
      const result = call(status);
      if (code(status) !== 0) throw new EngineError(String(message(status)));
      return result;
    } finally {
      deleteStatus(status);
    }
  };

  const newGraph = found('void *TF_NewGraph()');
  const deleteGraph = found('void TF_DeleteGraph(void *graph)');
  const newBuffer = found('void *TF_NewBufferFromString(const void *bytes, size_t length)');
  const deleteBuffer = found('void TF_DeleteBuffer(void *buffer)');
  const newImport = found('void *TF_NewImportGraphDefOptions()');
  const deleteImport = found('void TF_DeleteImportGraphDefOptions(void *options)');
  const importGraph = found('void TF_GraphImportGraphDef(void *graph, void *buffer, void *options, void *status)');
  const operation = found('void *TF_GraphOperationByName(void *graph, const char *name)');
  const graphToFunction = found(
    'void *TF_GraphToFunction(void *graph, const char *name, unsigned char appendHash, int count, void *operations, int inputCount, const void *inputs, int outputCount, const void *outputs, void *outputNames, void *options, const char *description, void *status)',
  );
  const copyFunction = found('void TF_GraphCopyFunction(void *graph, void *function, void *gradient, void *status)');
  const deleteFunction = found('void TF_DeleteFunction(void *function)');
  const newOptions = found('void *TF_NewSessionOptions()');
  const deleteOptions = found('void TF_DeleteSessionOptions(void *options)');
  const setConfig = found('void TF_SetConfig(void *options, const void *bytes, size_t length, void *status)');
  const newSession = found('void *TF_NewSession(void *graph, void *options, void *status)');
  const deleteSession = found('void TF_DeleteSession(void *session, void *status)');
  const listDevices = found('void *TF_SessionListDevices(void *session, void *status)');
  const deviceCount = found('int TF_DeviceListCount(void *list)');
  const deviceName = found('const char *TF_DeviceListName(void *list, int index, void *status)');
  const deviceKind = found('const char *TF_DeviceListType(void *list, int index, void *status)');
  const deleteDevices = found('void TF_DeleteDeviceList(void *list)');
  const run = found(
    'void TF_SessionRun(void *session, void *options, const void *inputs, const void *values, int inputCount, const void *outputs, void *results, int outputCount, void *targets, int targetCount, void *metadata, void *status)',
  );
  const allocate = found('void *TF_AllocateTensor(int type, const void *dims, int rank, size_t length)');
  const deleteTensor = found('void TF_DeleteTensor(void *tensor)');
  const tensorType = found('int TF_TensorType(void *tensor)');
  const rank = found('int TF_NumDims(void *tensor)');
  const dim = found('int64_t TF_Dim(void *tensor, int axis)');
  const tensorData = found('void *TF_TensorData(void *tensor)');
  const copy = found('void *memcpy(void *to, const void *from, size_t length)');

  return {
    version: String(version()),
    newGraph: () => newGraph() as Pointer,
    deleteGraph: (graph) => void deleteGraph(graph),
    importGraph(graph, bytes) {
      const buffer = newBuffer(bytes, bytes.length) as Pointer;
      const options = newImport() as Pointer;
      try {
        checked((status) => importGraph(graph, buffer, options, status));
      } finally {
        deleteImport(options);
        deleteBuffer(buffer);
      }
    },
    operation(graph, name) {
      const pointer = operation(graph, name) as Pointer | null;
      if (!pointer) throw new EngineError(`TensorFlow's graph has no node ${name}`);
      return pointer;
    },
    graphToFunction: (graph, name, inputs, outputs) =>
      checked((status) =>
        graphToFunction(
          ...[graph, name, 0, -1, null, inputs.length / 2, inputs, outputs.length / 2, outputs],
          ...[null, null, null, status],
        ),
      ) as Pointer,
    copyFunction: (graph, pointer) => void checked((status) => copyFunction(graph, pointer, null, status)),
    deleteFunction: (pointer) => void deleteFunction(pointer),
    newSession(graph, config) {
      const options = newOptions() as Pointer;
      try {
        checked((status) => setConfig(options, config, config.length, status));
        return checked((status) => newSession(graph, options, status)) as Pointer;
      } finally {
        deleteOptions(options);
      }
    },
    deleteSession: (session) => void checked((status) => deleteSession(session, status)),
    devices(session) {
      const list = checked((status) => listDevices(session, status)) as Pointer;
      const devices = Array.from({ length: Number(deviceCount(list)) }, (_, index) => ({
        name: String(checked((status) => deviceName(list, index, status))),
        kind: String(checked((status) => deviceKind(list, index, status))),
      }));
      deleteDevices(list);
      return devices;
    },
    run(session, inputs, values, outputs) {
      const count = outputs.length / 2;
      const results = new BigUint64Array(count);
      const status = newStatus() as Pointer;
      // The other thread reads these arrays where they lie: the callback holds them until it is through.
      const held = { inputs, values, outputs, results };
      return new Promise((resolve, reject) => {
        run.async(
          ...[session, null, inputs, values, values.length, outputs, results, count, null, 0, null, status],
          (error: unknown) => {
            const problem = error ? said(error) : code(status) === 0 ? undefined : String(message(status));
            deleteStatus(status);
            if (problem === undefined) resolve(Array.from(held.results));
            else reject(new EngineError(problem));
          },
        );
      });
    },
    newTensor(type, shape, bytes) {
      const tensor = allocate(type, BigInt64Array.from(shape, BigInt), shape.length, bytes.length) as Pointer | null;
      if (!tensor) throw new EngineError(`TensorFlow has no memory for a tensor of ${bytes.length} bytes`);
      if (bytes.length > 0) copy(tensorData(tensor), bytes, bytes.length);
      return tensor;
    },
    deleteTensor: (tensor) => void deleteTensor(tensor),
    tensorType: (tensor) => Number(tensorType(tensor)),
    tensorShape: (tensor) => Array.from({ length: Number(rank(tensor)) }, (_, axis) => Number(dim(tensor, axis))),
    copyTensor(tensor, bytes) {
      if (bytes.length > 0) copy(bytes, tensorData(tensor), bytes.length);
    },
  };
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
