import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';

/**
 * Calls between threads that block the caller until the answer is there: the script's thread asks
 * the training thread this way, since a script's `fit()` returns only when it is done.
 */
export type Calls = Readonly<
  Record<
    string,
    {
      readonly argument: unknown;
      readonly result: unknown;
      /** What the answering end may ask back before it answers. */
      readonly question: unknown;
      readonly reply: unknown;
    }
  >
>;

type Answers<Table extends Calls> = {
  readonly [Name in keyof Table]: (
    argument: Table[Name]['argument'],
    /** Asks the caller, which waits for nothing else: one question after the other, and the call's end comes after them. Rejects where it does not want to go on: what it waits for no longer matters. */
    ask: (question: Table[Name]['question']) => Promise<Table[Name]['reply']>,
  ) => Promise<Table[Name]['result']>;
};

type Answer =
  | { readonly result: unknown }
  | { readonly error: string; readonly errorName: string; readonly code?: string }
  | { readonly question: unknown };

type Word = { readonly name: string; readonly argument: unknown } | { readonly reply: unknown } | typeof abandoned;

/** Instead of a reply: the caller's own code threw. */
const abandoned = { abandoned: true } as const;

/** The shared cell's value while a caller waits; a fresh cell is `idle`. */
export const asking = 1;
const idle = 0;

/** What the other thread threw. */
export class RemoteError extends Error {
  constructor(
    /** The `name` of what was thrown there. */
    readonly remoteName: string,
    message: string,
    /** What Node calls an error of the system: `ENOENT`. */
    readonly code?: string,
  ) {
    super(message);
  }
}

/** The asking end. `cell` is shared with the answering end. */
export class Caller<Table extends Calls> {
  constructor(
    private readonly port: MessagePort,
    private readonly cell: Int32Array,
  ) {}

  /** `reply` answers what the other end asks meanwhile; it may itself call. What it throws ends the call. */
  call<Name extends keyof Table & string>(
    name: Name,
    argument: Table[Name]['argument'],
    reply?: (question: Table[Name]['question']) => Table[Name]['reply'],
  ): Table[Name]['result'] {
    let thrown: { readonly error: unknown } | undefined;
    let answer = this.exchange(name, { name, argument });
    while ('question' in answer) {
      let word: Word = abandoned;
      try {
        if (reply) word = { reply: reply(answer.question as Table[Name]['question']) };
      } catch (error) {
        thrown = { error };
      }
      answer = this.exchange(name, word);
    }
    if (thrown) throw thrown.error;
    if ('error' in answer) throw new RemoteError(answer.errorName, answer.error, answer.code);
    return answer.result as Table[Name]['result'];
  }

  private exchange(name: string, word: Word): Answer {
    Atomics.store(this.cell, 0, asking);
    post(this.port, word);
    // The answer before may have been heard before its own wake-up came, which then comes here.
    while (Atomics.load(this.cell, 0) === asking) Atomics.wait(this.cell, 0, asking);
    const answer = receiveMessageOnPort(this.port)?.message as Answer | undefined;
    if (!answer) throw new RemoteError('Error', `no answer to ${name}`);
    return answer;
  }
}

function codeOf(error: Error): { readonly code?: string } {
  return 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
}

/** The caller threw while it was asked: the call is to end, and nobody wants its result. */
export class Abandoned extends Error {}

/** The answering end: one call at a time, since the caller waits; those that it makes while it is asked come within it. */
export function answerCalls<Table extends Calls>(port: MessagePort, cell: Int32Array, answers: Answers<Table>): void {
  const asked: ((word: Word) => void)[] = [];
  const say = (answer: Answer) => {
    post(port, answer);
    Atomics.store(cell, 0, idle);
    Atomics.notify(cell, 0);
  };
  const put = (question: unknown) =>
    new Promise<unknown>((resolve, reject) => {
      asked.push((word) => {
        if ('reply' in word) resolve(word.reply);
        else reject(new Abandoned('the caller no longer waits'));
      });
      say({ question });
    });
  port.on('message', async (word: Word) => {
    if (!('name' in word)) {
      asked.pop()?.(word);
      return;
    }
    let answer: Answer;
    let before: Promise<unknown> | undefined;
    const ask = (question: unknown) => {
      const reply = before ? before.then(() => put(question)) : put(question);
      const settled = reply
        .catch(() => {})
        .finally(() => {
          if (before === settled) before = undefined;
        });
      before = settled;
      return reply;
    };
    try {
      answer = { result: await answers[word.name as keyof Table](word.argument, ask) };
    } catch (error) {
      answer =
        error instanceof Error
          ? { error: error.message, errorName: error.name, ...codeOf(error) }
          : { error: String(error), errorName: 'Error' };
    }
    await before;
    say(answer);
  });
}

/**
 * Posts a message with its arrays copied once and moved: structured clone alone would copy them
 * twice, and all of a large buffer for a small view of it.
 */
function post(port: MessagePort, message: unknown): void {
  const buffers: ArrayBuffer[] = [];
  port.postMessage(withOwnArrays(message, new Map(), buffers), buffers);
}

/** A copy of plain data (objects, arrays, maps) in which every typed array has a buffer of its own. */
function withOwnArrays(value: unknown, copies: Map<object, unknown>, buffers: ArrayBuffer[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  let copy: unknown;
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.byteLength);
    bytes.set(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    buffers.push(bytes.buffer);
    copy = sameType(value, bytes.buffer);
  } else if (Array.isArray(value)) {
    copy = value.map((element) => withOwnArrays(element, copies, buffers));
  } else if (value instanceof Map) {
    copy = new Map([...value].map(([key, entry]) => [key, withOwnArrays(entry, copies, buffers)]));
  } else {
    copy = Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, withOwnArrays(entry, copies, buffers)]),
    );
  }
  copies.set(value, copy);
  return copy;
}

function sameType(view: ArrayBufferView, buffer: ArrayBuffer): ArrayBufferView {
  const Type = Buffer.isBuffer(view) ? Uint8Array : (view.constructor as new (buffer: ArrayBuffer) => ArrayBufferView);
  return new Type(buffer);
}
