import type { Context } from '../../../values/context.js';

/**
 * What an open file, `BytesIO` or `StringIO` keeps: its whole content and a position in it. Text
 * is decoded as the file is opened, so the position counts UTF-16 units.
 */
export class Stream<Content extends string | Uint8Array = string | Uint8Array> {
  position = 0;
  closed = false;
  /** Something was written that the world has not seen. */
  dirty = false;

  constructor(
    /** Undefined where the content is not known. */
    private content: Content | undefined,
    readonly binary: boolean,
    readonly readable: boolean,
    readonly writable: boolean,
    /** Writes the content where it belongs. */
    private readonly keep: ((content: Content) => void) | undefined,
    readonly appends = false,
    /** Writes what has come at the content's end where it belongs; left out: `keep` writes all. */
    private readonly extend?: (more: Content) => void,
  ) {
    this.kept = content;
  }

  /** What the world has. */
  private kept: Content | undefined;

  /** The whole content; undefined where it is not known. */
  get whole(): Content | undefined {
    if (this.content instanceof Uint8Array && this.capacity)
      return this.capacity.slice(0, this.content.length) as Content;
    return this.content;
  }

  /** From the position on, at most `size` bytes or characters. */
  read(size: number | undefined): Content | undefined {
    if (this.content === undefined) return undefined;
    const start = this.position;
    const end = size === undefined ? this.content.length : this.end(start, size);
    this.position = Math.max(start, end);
    return this.content.slice(start, end) as Content;
  }

  /** Up to the next line's end and with it; empty at the end. */
  readLine(): Content | undefined {
    if (this.content === undefined) return undefined;
    const at =
      typeof this.content === 'string'
        ? this.content.indexOf('\n', this.position)
        : this.content.indexOf(10, this.position);
    const start = this.position;
    this.position = at < 0 ? Math.max(start, this.content.length) : at + 1;
    return this.content.slice(start, this.position) as Content;
  }

  write(data: Content): void {
    if (this.content === undefined) return;
    if (this.appends) this.position = this.content.length;
    const end = this.position + data.length;
    if (typeof this.content === 'string') {
      const gap = '\0'.repeat(Math.max(0, this.position - this.content.length));
      this.content = (this.content.slice(0, this.position) + gap + data + this.content.slice(end)) as Content;
    } else {
      this.content = this.grown(Math.max(end, this.content.length)) as Content;
      (this.content as Uint8Array).set(data as Uint8Array, this.position);
    }
    this.position = end;
    this.dirty = true;
  }

  /** Keeps the first `size` bytes or characters. */
  truncate(size: number): void {
    if (this.content === undefined) return;
    this.content = this.content.slice(0, size) as Content;
    this.capacity = undefined;
    this.dirty = true;
  }

  /** Says that the content is not known any more. */
  forget(): void {
    this.content = undefined;
  }

  flush(): void {
    const { whole } = this;
    if (this.dirty && whole !== undefined) {
      if (this.extend && this.kept !== undefined && begins(whole, this.kept))
        this.extend(whole.slice(this.kept.length) as Content);
      else this.keep?.(whole);
      if (this.extend) this.kept = whole;
    }
    this.dirty = false;
  }

  close(): void {
    this.flush();
    this.closed = true;
  }

  /** Room for what `content` views the start of, so that many small writes stay cheap. */
  private capacity: Uint8Array | undefined;

  private grown(length: number): Uint8Array {
    const before = this.content as Uint8Array;
    if (!this.capacity || this.capacity.length < length) {
      const room = new Uint8Array(Math.max(256, 2 * length));
      room.set(before);
      this.capacity = room;
    }
    return this.capacity.subarray(0, length);
  }

  /** Where `size` characters from `start` end: a pair of surrogates is one. */
  private end(start: number, size: number): number {
    const { content } = this;
    if (typeof content !== 'string') return Math.min(start + size, content?.length ?? start);
    let at = start;
    for (let count = 0; count < size && at < content.length; count += 1)
      at += (content.codePointAt(at) as number) > 0xffff ? 2 : 1;
    return at;
  }
}

/** Files that are open for writing: what they hold is written when the program ends, as CPython does. */
export function openStreams(context: Pick<Context, 'state'>): Set<Stream> {
  return context.state('python.open', () => new Set<Stream>());
}

/** Writes what files that were never closed still hold. Call at the end of a program. */
export function flushStreams(context: Pick<Context, 'state'>): void {
  for (const stream of openStreams(context)) if (!stream.closed) stream.flush();
}

function begins(whole: string | Uint8Array, start: string | Uint8Array): boolean {
  if (typeof whole === 'string') return typeof start === 'string' && whole.startsWith(start);
  return typeof start !== 'string' && start.every((byte, at) => whole[at] === byte);
}
