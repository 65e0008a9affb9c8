import type { Analysis } from '../../server/language/analysis.js';
import type { KerasVersion } from '../../server/language/keras-version.js';
import type { Model } from '../../server/language/model/model.js';
import type { ModelSummary } from '../../server/language/model/model-summary.js';
import { summarise } from '../../server/language/model/summary.js';
import { summaryTable } from '../../server/language/model/summary-table.js';
import { summaryTable2 } from '../../server/language/model/summary-table-2.js';
import { type ProgramFiles, programFiles } from '../program-files.js';
import type { SourceText } from '../source-text.js';
import type { Terminal } from '../terminal/terminal.js';
import { analyseFile } from './analyse-file.js';

/** `layerscope summary`: every model of a script or notebook, in the order in which they come to be. */
export function summary(
  file: string,
  source: SourceText,
  json: boolean,
  out: Terminal,
  folder = '.',
  keras?: KerasVersion,
): number {
  if (json) {
    out.write(`${JSON.stringify({ file, models: modelSummaries(file, source, folder, keras).map(jsonModel) })}\n`);
    return 0;
  }
  const around = programFiles(file, folder, keras);
  const models = analyseFile(file, source, folder, keras).models.filter(({ hypothetical }) => !hypothetical);
  out.write(
    models.length === 0 ? `${file}: no model\n` : models.map((model) => `${table(model, around)}\n`).join('\n'),
  );
  return 0;
}

/** The data of every model's summary. */
export function modelSummaries(file: string, source: SourceText, folder = '.', keras?: KerasVersion): ModelSummary[] {
  const placeOf = (offset: number) => {
    const { cell, line } = source.placeOf(offset);
    return { ...(cell === undefined ? {} : { cell }), line };
  };
  return analyseFile(file, source, folder, keras).models.map((model) => summarise(model, placeOf));
}

/** As `model.summary()` of the Keras that the script is for. */
function table(model: Model, { kerasVersion }: ProgramFiles): string {
  return kerasVersion === 2 ? summaryTable2(model) : summaryTable(model);
}

/** Without the words that only pages show. */
function jsonModel({ layers, ...model }: ModelSummary): object {
  return { ...model, layers: layers.map(({ arithmetic, ...layer }) => layer) };
}

/** The tables of the models that a script trains, but for those that it prints itself. */
export function writeTrainedSummaries(
  file: string,
  folder: string,
  source: SourceText,
  out: Terminal,
  keras?: KerasVersion,
): void {
  const around = programFiles(file, folder, keras);
  const { models, uses } = analyseFile(file, source, folder, keras);
  const isUsed = (model: Analysis['models'][number], method: string) =>
    uses.some((use) => use.model === model && use.method === method);
  for (const model of models) {
    if (model.built && isUsed(model, 'fit') && !isUsed(model, 'summary')) out.write(`${table(model, around)}\n`);
  }
}
