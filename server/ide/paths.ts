import type { Expression } from '../language/syntax/tree.js';
import { isCloser, isOpener, type Lexeme } from './lexemes.js';

/** `keras.layers.Dense`, `model.layers[0]`, `build().summary`: a name, and what is asked of it. */
export interface Path {
  readonly root: string;
  readonly steps: readonly Step[];
  /** Where the name stands. */
  readonly start: number;
}

export type Step =
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'call'; readonly argument?: string }
  /** `key` is undefined for what is no plain number or string. */
  | { readonly kind: 'item'; readonly key: number | string | undefined };

/** The path whose last piece is at `index`, read backwards; undefined for any other expression. */
export function pathEndingAt(all: readonly Lexeme[], index: number): Path | undefined {
  const steps: Step[] = [];
  for (let at = index; ; ) {
    const piece = all[at];
    if (!piece) return undefined;
    if (piece.text === ')' || piece.text === ']') {
      const open = opening(all, at);
      if (open === undefined || open === 0) return undefined;
      const inside = all.slice(open + 1, at);
      steps.push(piece.text === ')' ? { kind: 'call', ...onlyString(inside) } : { kind: 'item', key: keyOf(inside) });
      at = open - 1;
      const before = all[at];
      if (before?.kind !== 'name' && before?.text !== ')' && before?.text !== ']') return undefined;
      continue;
    }
    if (piece.kind !== 'name' || /^\d/.test(piece.text)) return undefined;
    if (all[at - 1]?.text !== '.') return { root: piece.text, steps: steps.reverse(), start: piece.start };
    steps.push({ kind: 'attribute', name: piece.text });
    at -= 2;
  }
}

/** The same of a tree; undefined for any other expression. */
export function pathOf(expression: Expression): Path | undefined {
  switch (expression.kind) {
    case 'Name':
      return { root: expression.id, steps: [], start: expression.start };
    case 'Attribute':
      return extended(expression.object, { kind: 'attribute', name: expression.name });
    case 'Call': {
      const [argument] = expression.positional;
      return extended(expression.callee, {
        kind: 'call',
        ...(argument?.kind === 'String' ? { argument: argument.value } : {}),
      });
    }
    case 'Subscript': {
      const { index } = expression;
      const key = index.kind === 'String' || index.kind === 'Number' ? index.value : undefined;
      return extended(expression.object, { kind: 'item', key });
    }
    default:
      return undefined;
  }
}

function extended(object: Expression, step: Step): Path | undefined {
  const path = pathOf(object);
  return path && { ...path, steps: [...path.steps, step] };
}

function opening(all: readonly Lexeme[], closer: number): number | undefined {
  let depth = 0;
  for (let at = closer; at >= 0; at -= 1) {
    const piece = all[at] as Lexeme;
    if (isCloser(piece)) depth += 1;
    else if (isOpener(piece)) depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}

function onlyString(inside: readonly Lexeme[]): { argument?: string } {
  const [piece] = inside;
  return inside.length === 1 && piece?.content ? { argument: piece.content.text } : {};
}

function keyOf(inside: readonly Lexeme[]): number | string | undefined {
  const text = inside.map((piece) => piece.text).join('');
  if (inside.length === 1 && inside[0]?.content) return inside[0].content.text;
  return /^-?\d+$/.test(text) ? Number(text) : undefined;
}
