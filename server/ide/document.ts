import { type AnalyseOptions, analyse, Program, type Surroundings } from '../language/analyse.js';
import type { Analysis } from '../language/analysis.js';
import type { Layer, LayerCall } from '../language/model/model.js';
import { ImportedFiles } from '../language/program-files.js';
import { ChunkCache, maximumStatement } from '../language/syntax/parse.js';
import type { Range } from '../language/syntax/tree.js';

/** A text as it is edited: what has not changed since its last analysis is not parsed again, nor run again. */
export class EditedDocument {
  private readonly cache = new ChunkCache(maximumStatement);
  private readonly program: Program;

  /**
   * `surroundings`: where the text is, what it can import, and the trees of that, which documents may share.
   * `options.budget`: what an analysis may take, where that is not what it may take in an editor.
   */
  constructor(
    surroundings: Surroundings = {},
    private readonly options: Pick<AnalyseOptions, 'budget'> = {},
  ) {
    this.program = new Program({ imported: new ImportedFiles('editing'), ...surroundings });
  }

  /** undefined where `cancelled` said so before the end. */
  analyse(text: string, cancelled: () => boolean = () => false): Analysis | undefined {
    const analysis = analyse(text, { program: this.program, cache: this.cache, ...this.options, cancelled });
    return cancelled() ? undefined : analysis;
  }
}

export function contains(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Whether a call stands around its own layer's constructor: `Dense(64)(x)`, and a Sequential's layers. */
export function isInline(layer: Layer, call: LayerCall): boolean {
  return call.range.start === layer.range.start && call.range.end >= layer.range.end;
}
