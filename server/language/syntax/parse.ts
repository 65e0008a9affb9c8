import { Conversion, partOf, partsOf } from './convert/conversion.js';
import { statements } from './convert/statements.js';
import { parser } from './generated/parser.js';
import type { Module } from './tree.js';

const python = parser.configure({ bufferLength: 0 });

export class ChunkCache {}

export function parse(text: string, _cache?: ChunkCache): Module {
  const c = new Conversion(text, (offset) => offset);
  const body = statements(c, partsOf(partOf(python.parse(text), 0)));
  return { kind: 'Module', start: 0, end: text.length, body, errors: c.errors };
}
