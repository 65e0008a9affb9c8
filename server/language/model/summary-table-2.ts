import type { Layer, Model, TensorSpec } from './model.js';
import { outputsOf, typeName } from './outputs.js';
import { countParameters, memoryOf, modelWeights, type OwnedWeight, weightsOf } from './parameters.js';
import { connectionsOf, dimText, isLinear, readableMemory, type SummaryOptions } from './summary-table.js';

/** Keras 2's table of a model, as `model.summary()` of 2.15 prints it. */
export function summaryTable2(model: Model, options: SummaryOptions = {}): string {
  return new Table(model, options).draw();
}

/** Where a cell's text is broken before it is full. */
const breaks = ['),', '},', '],', "',"];

class Table {
  private readonly linear: boolean;
  private readonly width: number;
  /** Where each column ends. */
  private readonly ends: readonly number[];
  private text = '';

  constructor(
    private readonly model: Model,
    private readonly options: SummaryOptions,
  ) {
    this.linear = isLinear(model);
    const width = options.lineLength ?? (this.linear ? 65 : 98);
    const shares = this.linear ? [0.45, 0.85, 1] : [0.3, 0.6, 0.7, 1];
    const ends = shares.map((share) => Math.trunc(width * share));
    this.width = options.showTrainable ? width + 11 : width;
    this.ends = options.showTrainable ? [...ends, this.width] : ends;
  }

  draw(): string {
    const header = ['Layer (type)', 'Output Shape', 'Param #'];
    if (!this.linear) header.push('Connected to');
    if (this.options.showTrainable) header.push('Trainable');
    this.line(`Model: "${this.model.name}"`);
    this.line('_'.repeat(this.width));
    this.row(header, 0);
    this.line('='.repeat(this.width));
    for (const layer of this.model.layers) this.layer(this.model, layer, 0, false);
    this.line('='.repeat(this.width));
    this.totals();
    this.line('_'.repeat(this.width));
    return this.text;
  }

  private layer(model: Model, layer: Layer, level: number, isLast: boolean): void {
    const weights = weightsOf(layer);
    const count = weights && countParameters(weights).total;
    const cells = [
      `${layer.name} (${typeName(layer)})`,
      shapeText(model, layer),
      weights ? String(count ?? '?') : model.uncertain ? '?' : '0 (unused)',
    ];
    if (!this.linear)
      cells.push(
        `[${connectionsOf(model, layer)
          .map((each) => `'${each}'`)
          .join(', ')}]`,
      );
    if (this.options.showTrainable) cells.push(layer.trainable === undefined ? '?' : layer.trainable ? 'Y' : 'N');
    this.row(cells, level);
    const inner = layer.model;
    if (this.options.expandNested && inner?.layers.length) {
      this.frame(level + 1, '¯');
      const last = inner.layers.at(-1);
      for (const each of inner.layers) this.layer(inner, each, level + 1, each === last);
      this.frame(level, '¯');
      // Below a model that is expanded Keras leaves no space: it takes the last inner layer's word for its own.
      return;
    }
    if (!isLast) this.frame(level, ' ');
  }

  private frame(level: number, fill: string): void {
    this.line('|'.repeat(level) + fill.repeat(this.width - 2 * level) + '|'.repeat(level));
  }

  /** As many lines as the longest cell needs. */
  private row(cells: readonly string[], level: number): void {
    let left = [...cells];
    while (left.some((cell) => cell.length > 0)) {
      let line = '';
      left = left.map((cell, column) => {
        const isLast = column === this.ends.length - 1;
        const end = this.ends[column] as number;
        const room = end - (this.ends[column - 1] ?? 0) - (isLast ? 0 : 3) - (column === 0 ? level : 0);
        const cut = Math.min(
          room,
          ...breaks.map((text) => {
            const at = cell.slice(0, room).indexOf(text);
            return at < 0 ? room : at + text.length;
          }),
        );
        if (column === 0) line += `${'|'.repeat(level)} `;
        line += `${cell.slice(0, cut)}${isLast ? '' : '  '}`;
        line = line.padEnd(end - (isLast ? level : 0));
        return cell.slice(cut);
      });
      this.line(line + '|'.repeat(level));
    }
  }

  private totals(): void {
    const weights = modelWeights(this.model);
    const counts = countParameters(weights);
    const line = (name: string, count: number | undefined, of: readonly OwnedWeight[]) =>
      this.line(
        `${name}: ${count === undefined || this.model.uncertain ? '?' : `${count} (${readableMemory(memoryOf(of), 'Byte')})`}`,
      );
    line('Total params', counts.total, weights);
    line(
      'Trainable params',
      counts.trainable,
      weights.filter(({ trainable }) => trainable),
    );
    line(
      'Non-trainable params',
      counts.nonTrainable,
      weights.filter(({ trainable }) => !trainable),
    );
  }

  private line(text: string): void {
    this.text += `${text}\n`;
  }
}

/** As Python shows a layer's `output_shape`: in lists where an input has it, or several outputs. */
function shapeText(model: Model, layer: Layer): string {
  if (model.kind === 'subclass' && !layer.model?.built) return 'multiple';
  const calls = layer.calls.filter(({ outputs }) => outputs.length > 0).map(({ outputs }) => tuples(outputs));
  if (new Set(calls.map((each) => each.join())).size > 1) return 'multiple';
  const outputs = outputsOf(model, layer);
  if (!outputs) return '?';
  const texts = tuples(outputs);
  return texts.length === 1 && layer.definition.name !== 'InputLayer' ? (texts[0] as string) : `[${texts.join(', ')}]`;
}

function tuples(outputs: readonly TensorSpec[]): readonly string[] {
  return outputs.map(({ shape }) =>
    shape ? `(${shape.map(dimText).join(', ')}${shape.length === 1 ? ',' : ''})` : '?',
  );
}
