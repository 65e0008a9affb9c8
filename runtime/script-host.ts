import {
  appendFileSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type DownloadFailure, type DownloadRequest, type Host, HostError, Stopped } from '../server/language/host.js';
import type { KerasVersion } from '../server/language/keras-version.js';
import { olderThanKeras3 } from '../server/language/older-program.js';
import type { ReadModule } from '../server/language/program-files.js';
import type { ModelFile, OnnxModel } from '../server/language/saved-model.js';
import type { TensorData } from '../server/language/tensor/element-type.js';
import type { Graph } from '../server/language/tensor/graph.js';
import type {
  BatchAnswer,
  BatchGiver,
  BatchQuestion,
  CallbackAnswer,
  TrainingFollower,
  TrainingNews,
} from '../server/language/training-request.js';
import { type Caller, RemoteError } from './bridge.js';
import { deflated, inflated } from './compressed.js';
import { decodedText } from './decoded-text.js';
import { EngineError } from './engines/engine.js';
import { computeGraph } from './engines/reference/run-graph.js';
import { fileErrorCode } from './files/file-error.js';
import { writeWhole } from './files/write-whole.js';
import { unzipped, zipped } from './files/zip.js';
import { hostPicture } from './host-picture.js';
import { type LoopEvent, LoopPoints } from './loop-points.js';
import { moved, newFolder } from './moved-files.js';
import { programFiles } from './program-files.js';
import { inPythonsWords } from './python-file-error.js';
import { repeatable } from './repeatable.js';
import type { RunControl } from './run-control.js';
import { AppendedFiles } from './runs/appended-files.js';
import { Beginnings } from './runs/beginnings.js';
import { Inputs } from './runs/inputs.js';
import type { ScriptTask, ToldEvent, TrainingCalls } from './threads.js';
import { RecordedPrograms } from './training/recorded.js';

/** How long printed text may wait for more, in milliseconds. */
const printDelay = 50;
/** The system reads no more at a time, in bytes. */
const mostAtOnce = 2 ** 30;
/** … and how much of it, in UTF-16 units. */
const printLength = 8192;

/** How long nobody hears of the next step of a training, in milliseconds. */
const progressDelay = 50;
/** What errors of the training thread are in Python; others are RuntimeError. */
const pythonTypes: Readonly<Record<string, HostError['type']>> = {
  TrainingError: 'ValueError',
  OutOfMemory: 'MemoryError',
};

/** The world as a script meets it on numbers: real files, a real clock, real training. Blocks its thread. */
export class ScriptHost implements Host {
  readonly mode = 'numbers';
  readonly dataLimit = Number.POSITIVE_INFINITY;
  readonly arguments: readonly string[];
  readonly workingFolder: string;
  readonly entropy: () => number;
  readonly programs = new RecordedPrograms((request) => this.ask('perform', request));
  readonly readModule: ReadModule;
  readonly kerasVersion?: KerasVersion;
  /** Of loops that the script writes. */
  readonly loops: LoopPoints;
  /** The script trained, evaluated or predicted. */
  hasAsked = false;
  isLasting = false;
  beforeReading?: () => void;
  /** Callbacks are told again what had happened before the run was interrupted. */
  private isReplaying = false;
  private readonly inputs: Inputs | undefined;
  private readonly beginnings: Beginnings | undefined;
  private readonly appended: AppendedFiles | undefined;
  /** Files that are read by ranges, as long as the run lasts. */
  private readonly opened = new Map<string, number>();
  private printed = '';
  private printedSince = 0;
  private toldAt = 0;

  constructor(
    private readonly task: Pick<
      ScriptTask,
      'file' | 'text' | 'folder' | 'environment' | 'arguments' | 'seed' | 'run' | 'downloads' | 'keras'
    >,
    private readonly control: RunControl,
    private readonly training: Pick<Caller<TrainingCalls>, 'call'>,
    private readonly on: { print(text: string): void; warning(message: string): void; loop(event: LoopEvent): void },
  ) {
    this.loops = new LoopPoints((event) => on.loop(event));
    this.arguments = task.arguments;
    const { readModule, kerasVersion } = programFiles(task.file, task.folder, task.keras);
    this.readModule = (name, level, from) => {
      const found = readModule(name, level, from);
      if (found) this.noteModule(found.path);
      return found;
    };
    const older = kerasVersion ? undefined : olderThanKeras3(task.text);
    if (kerasVersion) this.kerasVersion = kerasVersion;
    else if (older) {
      this.kerasVersion = 2;
      on.warning(
        `\`${older}\` is Keras 2's and not Keras 3's any more: the script is run as one for Keras 2. The setting layerscope.keras, or --keras, says otherwise.`,
      );
    }
    this.workingFolder = task.folder;
    this.entropy = repeatable(task.seed);
    this.inputs = task.run === undefined ? undefined : new Inputs(task.run);
    this.beginnings = task.run === undefined ? undefined : new Beginnings(task.run);
    this.appended = task.run === undefined ? undefined : new AppendedFiles(task.run);
  }

  private noteModule(file: string): void {
    if (this.fileKind(file) === 'file') this.inputs?.noteRead(file, readFileSync(file));
  }

  print(text: string): void {
    if (!this.printed) this.printedSince = Date.now();
    this.printed += text;
    if (this.printed.length > printLength) this.flush();
  }

  warn(message: string): void {
    this.flush();
    this.on.warning(message);
  }

  /** Sends on what is printed, so that it comes before whatever happens next. */
  flush(): void {
    if (this.printed) this.on.print(this.printed);
    this.printed = '';
  }

  checkpoint(): void {
    if (this.printed && Date.now() - this.printedSince > printDelay) this.flush();
    this.loops.flushIfDue();
    if (this.control.stopped) throw new Stopped('stopped');
  }

  environment(name: string): string | null {
    return this.task.environment[name] ?? null;
  }

  readFile(file: string): Uint8Array {
    this.beforeReading?.();
    return this.onFile(file, (absolute) => {
      if (this.appended?.isStillToCome(absolute)) throw notThere(absolute);
      const all = readFileSync(absolute);
      const bytes = this.appended?.seen(absolute, all) ?? all;
      this.inputs?.noteRead(absolute, bytes);
      // Small files come as views into Node's pool: arrays over them must start at a buffer's start.
      return bytes.byteOffset === 0 ? new Uint8Array(bytes.buffer, 0, bytes.length) : new Uint8Array(bytes);
    });
  }

  fileSize(file: string): number {
    this.beforeReading?.();
    return this.onFile(file, (absolute) => {
      if (this.appended?.isStillToCome(absolute)) throw notThere(absolute);
      return statSync(absolute).size;
    });
  }

  fileTime(file: string, which: 'modified' | 'changed' | 'accessed'): number {
    this.beforeReading?.();
    return this.onFile(file, (absolute) => {
      if (this.appended?.isStillToCome(absolute)) throw notThere(absolute);
      const { mtimeMs, ctimeMs, atimeMs } = statSync(absolute);
      return { modified: mtimeMs, changed: ctimeMs, accessed: atimeMs }[which] / 1000;
    });
  }

  readRange(file: string, start: number, length: number): Uint8Array {
    this.beforeReading?.();
    return this.onFile(file, (absolute) => {
      let open = this.opened.get(absolute);
      if (open === undefined) {
        open = openSync(absolute, 'r');
        this.opened.set(absolute, open);
        this.inputs?.noteRanges(absolute);
      }
      const bytes = new Uint8Array(length);
      let done = 0;
      for (let read = -1; done < length && read !== 0; done += read)
        read = readSync(open, bytes, done, Math.min(length - done, mostAtOnce), start + done);
      return done < length ? bytes.subarray(0, done) : bytes;
    });
  }

  writeFile(file: string, bytes: Uint8Array): void {
    this.onFile(file, (absolute) => writeFileSync(this.noted(absolute), bytes));
  }

  replaceFile(file: string, bytes: Uint8Array): void {
    this.onFile(file, (absolute) => writeWhole(this.noted(absolute), bytes));
  }

  /** The run itself writes the file from here on. */
  private noted(absolute: string): string {
    this.inputs?.noteWritten(absolute);
    this.appended?.written(absolute);
    return absolute;
  }

  appendFile(file: string, bytes: Uint8Array): void {
    this.onFile(file, (absolute) => {
      this.inputs?.noteWritten(absolute);
      if (this.appended) this.appended.append(absolute, bytes);
      else appendFileSync(absolute, bytes);
    });
  }

  /** The weights that are looked at in it are not kept for a run that is resumed: that one does not look again. */
  lasting(action: () => void): void {
    if (this.isReplaying) return;
    this.isLasting = true;
    try {
      action();
    } finally {
      this.isLasting = false;
    }
  }

  beginning(file: string): string | null {
    const absolute = path.resolve(this.task.folder, file);
    if (this.beginnings) return this.beginnings.find(absolute);
    return this.fileKind(file) === 'file' ? absolute : null;
  }

  removeFolder(folder: string): void {
    this.onFile(folder, (absolute) => rmSync(absolute, { recursive: true, force: true }));
  }

  removeFile(file: string): void {
    this.onFile(file, (absolute) => rmSync(this.noted(absolute)));
  }

  moveFile(from: string, to: string): void {
    const target = path.resolve(this.task.folder, to);
    this.inputs?.noteWritten(target);
    this.onFile(from, (absolute) => moved(absolute, target));
  }

  temporaryFolder(folder: string | null, prefix: string, suffix: string): string {
    return this.onFile(folder ?? '.', (absolute) => newFolder(folder === null ? undefined : absolute, prefix, suffix));
  }

  makeFolder(folder: string): void {
    this.onFile(folder, (absolute) => mkdirSync(absolute, { recursive: true }));
  }

  fileKind(file: string): 'file' | 'folder' | null {
    const absolute = path.resolve(this.task.folder, file);
    if (this.appended?.isStillToCome(absolute)) return null;
    try {
      const status = statSync(absolute, { throwIfNoEntry: false });
      return status ? (status.isDirectory() ? 'folder' : 'file') : null;
    } catch {
      // Links in a circle, a folder that may not be looked into: to Python nothing is there.
      return null;
    }
  }

  isLink(file: string): boolean {
    return lstatSync(path.resolve(this.task.folder, file), { throwIfNoEntry: false })?.isSymbolicLink() === true;
  }

  listFolder(folder: string): readonly string[] {
    return this.onFile(folder, (absolute) =>
      readdirSync(absolute).filter((name) => !this.appended?.isStillToCome(path.join(absolute, name))),
    );
  }

  download({ file, ...wanted }: DownloadRequest): DownloadFailure | null {
    if (!this.task.downloads)
      return { code: 'OFF', message: 'downloads are switched off (the setting layerscope.downloads, or --offline)' };
    if (!wanted.silent) this.print(`Downloading data from ${wanted.url}\n`);
    this.flush();
    this.checkpoint();
    const absolute = path.resolve(this.task.folder, file);
    try {
      this.training.call('download', { ...wanted, file: absolute });
      this.inputs?.noteWritten(absolute);
      this.checkpoint();
      return null;
    } catch (error) {
      this.checkpoint();
      if (error instanceof RemoteError && error.remoteName === 'DownloadError')
        return { code: error.code as DownloadFailure['code'], message: error.message };
      throw error;
    }
  }

  fileHash(file: string, algorithm: 'sha256' | 'md5'): string {
    return this.onFile(file, (absolute) => this.training.call('hash', { file: absolute, algorithm }));
  }

  unpack(archive: string, folder: string, formats: readonly ('tar' | 'zip')[]): boolean {
    this.flush();
    this.checkpoint();
    const into = path.resolve(this.task.folder, folder);
    try {
      return this.onFile(archive, (absolute) =>
        this.training.call('unpack', { archive: absolute, folder: into, formats }),
      );
    } catch (error) {
      this.checkpoint();
      if (!(error instanceof HostError)) throw error;
      throw new HostError(error.type, `${archive} cannot be unpacked: ${error.message}`);
    }
  }

  dataSet(name: string): string {
    return gunzipSync(readFileSync(path.join(__dirname, 'data-sets', `${name}.gz`))).toString('utf8');
  }

  decodeText(bytes: Uint8Array, encoding: string): string | undefined {
    return decodedText(bytes, encoding);
  }

  gunzip(bytes: Uint8Array): Uint8Array {
    return inflated(bytes, 'gzip');
  }

  readonly zip = zipped;
  readonly deflate = deflated;
  readonly inflate = inflated;

  unzip(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
    try {
      return unzipped(bytes);
    } catch (error) {
      throw new HostError('OSError', error instanceof Error ? error.message : String(error));
    }
  }

  readonly decodePicture = hostPicture;

  now(): number {
    return Date.now() / 1000;
  }

  sleep(seconds: number): void {
    this.flush();
    this.control.sleep(seconds);
    this.checkpoint();
  }

  fit(
    request: TrainingCalls['fit']['argument'],
    follower?: TrainingFollower,
    batches?: BatchGiver,
  ): TrainingCalls['fit']['result'] {
    return this.ask('fit', request, this.answer(follower, batches));
  }

  evaluate(
    request: TrainingCalls['evaluate']['argument'],
    follower?: TrainingFollower,
    batches?: BatchGiver,
  ): TrainingCalls['evaluate']['result'] {
    return this.ask('evaluate', request, this.answer(follower, batches));
  }

  predict(request: TrainingCalls['predict']['argument'], batches?: BatchGiver): TrainingCalls['predict']['result'] {
    return this.ask('predict', request, (question) => this.give(question, batches));
  }

  tell(news: TrainingNews): void {
    if (news.kind === 'loop' || news.kind === 'points') {
      this.loops.take(news);
      return;
    }
    const now = Date.now();
    if (news.kind === 'progress' && news.step !== news.steps && now - this.toldAt < progressDelay) return;
    this.toldAt = now;
    this.ask('tell', news);
  }

  private answer(
    follower: TrainingFollower | undefined,
    batches: BatchGiver | undefined,
  ): (question: ToldEvent | BatchQuestion) => CallbackAnswer | BatchAnswer {
    return (question) => {
      if ('batches' in question) return this.give(question, batches);
      const before = this.isReplaying;
      this.isReplaying = question.isReplayed === true;
      const state = () => this.training.call('state', { isKept: !this.isLasting });
      try {
        return follower?.(question, state) ?? { stop: false };
      } finally {
        this.isReplaying = before;
        this.flush();
      }
    };
  }

  private give(question: BatchQuestion, batches: BatchGiver | undefined): BatchAnswer {
    const answer = batches?.(question) ?? { batches: [], count: 0, ended: true };
    this.flush();
    return answer;
  }

  saveModel(file: string, model: ModelFile): void {
    this.onModelFile(file, (absolute) => {
      this.inputs?.noteWritten(absolute);
      this.training.call('saveModel', { file: absolute, model });
    });
  }

  loadModel(file: string): ModelFile {
    return this.onModelFile(file, (absolute) => {
      const model = this.training.call('loadModel', { file: absolute });
      this.inputs?.noteRead(absolute, readFileSync(absolute));
      return model;
    });
  }

  exportOnnx(file: string, model: OnnxModel): void {
    this.onModelFile(file, (absolute) => this.training.call('exportOnnx', { file: absolute, model }));
  }

  /** On this thread: what a script computes between trainings is small, and asking takes longer. */
  compute(graph: Graph): readonly TensorData[] {
    this.checkpoint();
    try {
      return computeGraph(graph);
    } catch (error) {
      if (error instanceof EngineError) throw new HostError('RuntimeError', error.message);
      throw error;
    }
  }

  private ask<Name extends keyof TrainingCalls>(
    name: Name,
    request: TrainingCalls[Name]['argument'],
    reply?: (question: TrainingCalls[Name]['question']) => TrainingCalls[Name]['reply'],
  ): TrainingCalls[Name]['result'] {
    this.hasAsked = true;
    this.flush();
    // Steps of a loop ask each: what they came to is told now and then. What else is asked comes after it.
    if (name !== 'perform') this.loops.flush();
    this.checkpoint();
    try {
      const result = this.training.call(name, request, reply);
      this.checkpoint();
      return result;
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      this.checkpoint();
      throw new HostError(pythonTypes[error.remoteName] ?? 'RuntimeError', error.message);
    }
  }

  private onModelFile<Result>(file: string, action: (absolute: string) => Result): Result {
    this.hasAsked = true;
    this.flush();
    this.checkpoint();
    try {
      return action(path.resolve(this.task.folder, file));
    } catch (error) {
      if (error instanceof RemoteError && error.code === fileErrorCode)
        throw new HostError('ValueError', `${file} cannot be read: ${error.message}`);
      throw inPythonsWords(error, file, this.task.folder);
    }
  }

  private onFile<Result>(file: string, action: (absolute: string) => Result): Result {
    try {
      return action(path.resolve(this.task.folder, file));
    } catch (error) {
      throw inPythonsWords(error, file, this.task.folder);
    }
  }
}

function notThere(file: string): Error {
  return Object.assign(new Error(`no such file: ${file}`), { code: 'ENOENT' });
}
