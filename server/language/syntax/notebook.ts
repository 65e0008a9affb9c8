import { Scanner } from './scanner.js';

/** The code cells of a notebook as one program: each cell's text at its own place, magics masked, lengths unchanged. */
export interface NotebookProgram {
  readonly text: string;
  /** Code cells, in document order. */
  readonly cells: readonly ProgramCell[];
}

/** Offsets belong to the program's text; what lies between two cells is in neither. */
export interface ProgramCell {
  /** Place among all cells of the notebook, those of prose included; counts from 0. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
  /** The cell as it is written, of the same length as its stretch of the program. */
  readonly source: string;
}

export interface CodeCell {
  readonly index: number;
  readonly source: string;
}

/** What the file of a notebook says; `fault` where it is none that can be read. */
export type NotebookFile = { readonly cells: readonly CodeCell[] } | { readonly fault: string };

/** Between two cells. The empty line ends a statement that a cell leaves with a backslash. */
const separator = '\n\n';

/** Joins code cells, in document order. */
export function notebookProgram(cells: readonly CodeCell[]): NotebookProgram {
  const placed: ProgramCell[] = [];
  const parts: string[] = [];
  let start = 0;
  for (const { index, source } of cells) {
    const end = start + source.length;
    placed.push({ index, start, end, source });
    parts.push(maskMagics(source));
    start = end + separator.length;
  }
  return { text: parts.join(separator) + (parts.length > 0 ? '\n' : ''), cells: placed };
}

/** The cell that an offset of the program lies in; an offset between two cells counts to the one before it. */
export function cellAt(cells: readonly ProgramCell[], offset: number): ProgramCell | undefined {
  let low = 0;
  let high = cells.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((cells[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return cells[low];
}

/** Reads the JSON of a notebook, nbformat 3 or 4. Never throws. */
export function readNotebook(json: string): NotebookFile {
  let file: unknown;
  try {
    file = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch {
    return { fault: 'is not a notebook: its text is not JSON' };
  }
  const cells = isRecord(file) ? cellsOf(file) : undefined;
  if (!isRecord(file) || !cells) return { fault: 'is not a notebook: it has no list of cells' };
  const language = languageOf(file);
  if (language !== undefined && !/python/i.test(language))
    return { fault: `is a notebook in ${language}, not in Python` };
  const code: CodeCell[] = [];
  for (const [index, cell] of cells.entries()) {
    if (!isRecord(cell) || cell.cell_type !== 'code') continue;
    code.push({ index, source: sourceOf(cell.source ?? cell.input) });
  }
  return { cells: code };
}

type Fields = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** nbformat 3 keeps its cells in worksheets. */
function cellsOf(file: Fields): readonly unknown[] | undefined {
  if (Array.isArray(file.cells)) return file.cells;
  if (!Array.isArray(file.worksheets)) return undefined;
  return file.worksheets.flatMap((sheet: unknown) =>
    isRecord(sheet) && Array.isArray(sheet.cells) ? sheet.cells : [],
  );
}

function languageOf({ metadata }: Fields): string | undefined {
  if (!isRecord(metadata)) return undefined;
  const { kernelspec, language_info: info } = metadata;
  const named = [isRecord(info) ? info.name : undefined, isRecord(kernelspec) ? kernelspec.language : undefined];
  return named.find((name): name is string => typeof name === 'string' && name !== '');
}

/** A text, or its lines with their ends. */
function sourceOf(source: unknown): string {
  if (typeof source === 'string') return source;
  if (!Array.isArray(source)) return '';
  return source.filter((line): line is string => typeof line === 'string').join('');
}

/** A text with none of these has no magic: most cells need no second look. */
const perhapsMagic = /^[ \t]*[%!?]|\?[ \t]*\r?$|=[ \t]*[!%](?!=)/m;

/** Cell magics whose cell is Python that runs as usual. What other magics do with a cell is not known. */
const transparent = new Set(['capture', 'time', 'prun', 'memit', 'mprun', 'lprun', 'heat', 'python3', 'python']);
/** Line magics that run the rest of their line in the notebook's own names. */
const running = /^%(?:time|prun|memit)[ \t]+(?!-)/;

/**
 * Puts Python that does nothing in the place of IPython's own syntax (`%magic`, `%%magic`, `!command`, `name?`), character
 * for character, so that offsets and lines stay. What a command or magic gives to a name becomes the name `_`, which is
 * unknown.
 */
export function maskMagics(source: string): string {
  if (!perhapsMagic.test(source)) return source;
  const cellMagic = /^\s*%%(\w+)/.exec(source);
  if (cellMagic) {
    const end = endOfLine(source, cellMagic[0].length);
    const masked = silent(source.slice(0, end));
    const rest = source.slice(end);
    return transparent.has(cellMagic[1] ?? '') ? masked + maskMagics(rest) : masked + rest.replace(/[^\r\n]/g, ' ');
  }
  let masked = '';
  let done = 0;
  const scanner = new Scanner(source, 0);
  for (let event = scanner.next(); event !== 'end'; event = scanner.next()) {
    if (event === 'close') scanner.skipCloser();
    if (event !== 'line') continue;
    const start = scanner.offset;
    const end = endOfCommand(source, start);
    const line = maskLine(source.slice(start, end), scanner.stack.length > 0);
    if (line === undefined) continue;
    masked += source.slice(done, start) + line;
    done = end;
    scanner.restart(end);
  }
  return masked + source.slice(done);
}

/** A line (continued ones are one) in Python's syntax; undefined where it has no magic. */
function maskLine(line: string, inBrackets: boolean): string | undefined {
  const first = line.charAt(0);
  if (first === '!' && line.charAt(1) !== '=') return silent(line);
  if (inBrackets) return undefined;
  if (first === '%') {
    const magic = running.exec(line)?.[0];
    return magic ? `0;${' '.repeat(magic.length - 2)}${line.slice(magic.length)}` : silent(line);
  }
  if (first === '?' || /^[%\w.*[\]'"]+\?{1,2}[ \t]*;?[ \t]*\r?$/.test(line)) return silent(line);
  const assigned = /^([\w.,* \t]+=[ \t]*)[!%](?!=)/.exec(line)?.[1];
  return assigned === undefined ? undefined : `${assigned}_${blank(line.slice(assigned.length + 1))}`;
}

/** An expression statement that has no effect, then space: a block that holds only a magic still has a body. */
function silent(text: string): string {
  const at = text.search(/\S/);
  return at < 0 ? text : `${text.slice(0, at)}0${blank(text.slice(at + 1))}`;
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** The end of a line, with those that a backslash joins to it. */
function endOfCommand(text: string, from: number): number {
  let end = endOfLine(text, from);
  while (end < text.length && /\\\r?$/.test(text.slice(from, end))) end = endOfLine(text, end + 1);
  return end;
}
