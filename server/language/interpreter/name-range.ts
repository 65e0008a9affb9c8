import type { Range } from '../syntax/tree.js';

/** Where the name of a node stands; follows the node, which moves with the text around it. */
export class NameRange implements Range {
  constructor(private readonly node: { readonly name: string; readonly nameStart: number }) {}

  get start(): number {
    return this.node.nameStart;
  }

  get end(): number {
    return this.node.nameStart + this.node.name.length;
  }
}
