import type { Tree } from '@lezer/common';
import type { Missing, SyntaxFault } from '../tree.js';

/** A piece of the parser's tree with its place in the text that was parsed. */
export interface Part {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly tree: Tree;
}

/** A place that the parser stumbled at, and what stands around it. */
export interface Breakage {
  readonly parent: Part;
  readonly before: Part | undefined;
  readonly error: Part;
  readonly after: Part | undefined;
}

/** What has to move when text before it changes. */
export interface Placed {
  start: number;
  end: number;
}

export interface Named extends Placed {
  nameStart: number;
}

/** Beyond this the tree would overflow the stack of whoever walks it. */
const maximumDepth = 400;

/** What the conversion of one chunk shares: its text, the nodes made so far, its faults. */
export class Conversion {
  readonly nodes: Placed[] = [];
  readonly named: Named[] = [];
  readonly errors: SyntaxFault[] = [];
  /** Where the parser could not go on, as far as the conversion has come; a statement takes out its own. */
  readonly broken: Breakage[] = [];
  /** How many `yield` the function at hand has so far. */
  yields = 0;
  private depth = 0;
  private tooDeep = false;

  /** @param offsetOf maps an offset in `text`, which may be healed, to one in the user's text */
  constructor(
    readonly text: string,
    readonly offsetOf: (offset: number) => number,
  ) {}

  textOf(part: { readonly start: number; readonly end: number }): string {
    return this.text.slice(part.start, part.end);
  }

  /** A part's children without comments; the parser's nameless nodes (repetitions) are looked through. */
  parts(part: Part): Part[] {
    const parts: Part[] = [];
    const errors = this.collect(part.tree, part.start, parts);
    if (errors) this.note(part, parts);
    return parts;
  }

  private collect(tree: Tree, start: number, into: Part[]): boolean {
    let errors = false;
    for (let i = 0; i < tree.children.length; i++) {
      const child = tree.children[i]!;
      // The parser packs nothing into buffers but what is nested thousands deep, which the conversion does not reach.
      if (!('children' in child)) continue;
      const at = start + tree.positions[i]!;
      const name = child.type.name;
      if (name === '') errors = this.collect(child, at, into) || errors;
      else if (name !== 'Comment') {
        into.push({ name, start: at, end: at + child.length, tree: child });
        if (child.type.isError) errors = true;
      }
    }
    return errors;
  }

  private note(parent: Part, parts: readonly Part[]) {
    for (const [i, error] of parts.entries()) {
      if (error.tree.type.isError) this.broken.push({ parent, before: parts[i - 1], error, after: parts[i + 1] });
    }
  }

  /** Takes a new node in, its offsets still those of the parsed text. */
  add<T extends Placed>(node: T): T {
    node.start = this.offsetOf(node.start);
    node.end = this.offsetOf(node.end);
    this.nodes.push(node);
    return node;
  }

  addNamed<T extends Named>(node: T): T {
    node.nameStart = this.offsetOf(node.nameStart);
    this.named.push(node);
    return this.add(node);
  }

  missing(offset: number): Missing {
    return this.add({ kind: 'Missing', start: offset, end: offset });
  }

  fault(place: { readonly start: number; readonly end: number }, message: string) {
    this.errors.push({ start: this.offsetOf(place.start), end: this.offsetOf(place.end), message });
  }

  /** Runs a step one level further down; past the bound it says so once and gives what stands in for the result. */
  nested<T>(part: Part, step: () => T, otherwise: () => T): T {
    if (this.depth >= maximumDepth) {
      if (!this.tooDeep)
        this.fault(
          { start: part.start, end: part.start + 1 },
          `this is nested more than ${maximumDepth} levels deep: split it into several statements`,
        );
      this.tooDeep = true;
      return otherwise();
    }
    this.depth++;
    const result = step();
    this.depth--;
    return result;
  }
}

export function partOf(tree: Tree, start: number): Part {
  return { name: tree.type.name, start, end: start + tree.length, tree };
}

/** The first part of a name, if there is one. */
export function find(parts: readonly Part[], name: string): Part | undefined {
  return parts.find((part) => part.name === name);
}

/** The parts that a separator keeps apart; the separators themselves left out. */
export function split(parts: readonly Part[], separator: string): Part[][] {
  const groups: Part[][] = [[]];
  for (const part of parts) {
    if (part.name === separator) groups.push([]);
    else groups[groups.length - 1]!.push(part);
  }
  return groups;
}
