import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDataGrid,
  vsCodeDataGridCell,
  vsCodeDataGridRow,
} from '@vscode/webview-ui-toolkit';
import { openChannel } from '../kit/channel.js';
import { element } from '../kit/element.js';
import '../kit/kit.css';
import { type LinePlace, lineLink, placeText } from '../kit/link.js';
import type { FromSummary, SummaryState, ToSummary } from './contract.js';
import './summary.css';
import { count, shapeText } from './words.js';

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDataGrid(), vsCodeDataGridRow(), vsCodeDataGridCell());

const channel = openChannel<FromSummary, ToSummary>(({ state }) => render(state));
const reveal = ({ cell, line }: LinePlace) =>
  channel.send({ type: 'reveal', line, ...(cell === undefined ? {} : { cell }) });

function render({ file, summary, message }: SummaryState): void {
  if (!summary) {
    document.body.replaceChildren(element('p', { role: 'status' }, message ?? `No model was found in ${file}.`));
    return;
  }
  const train = element('vscode-button', { id: 'train' }, 'Train');
  train.addEventListener('click', () => channel.send({ type: 'train' }));
  document.body.replaceChildren(
    element(
      'div',
      { class: 'row spread' },
      element(
        'div',
        {},
        element('h1', {}, summary.name),
        element(
          'div',
          { class: 'quiet' },
          `${summary.kind} model, `,
          lineLink(`${file}, ${placeText(summary)}`, summary, reveal),
        ),
      ),
      train,
    ),
    ...(message ? [element('p', { role: 'status' }, message)] : []),
    ...(summary.built
      ? []
      : [
          element(
            'p',
            { class: 'quiet' },
            'Not built yet: its shapes are known once it is given an input shape or called.',
          ),
        ]),
    layerTable(summary.layers),
    element(
      'dl',
      { class: 'totals' },
      ...total('Total params', summary.totalParams),
      ...total('Trainable params', summary.trainableParams),
      ...total('Non-trainable params', summary.nonTrainableParams),
    ),
  );
}

function layerTable(layers: NonNullable<SummaryState['summary']>['layers']): HTMLElement {
  const grid = element('vscode-data-grid', {
    'generate-header': 'none',
    'grid-template-columns': '3fr 2fr 3fr',
    'aria-label': 'Layers',
  });
  grid.append(row('header', ['Layer (type)', 'Output Shape', 'Param #']));
  for (const layer of layers) {
    grid.append(
      row('default', [
        element(
          'span',
          {},
          lineLink(layer.name, layer, reveal),
          element('span', { class: 'quiet' }, ` (${layer.type})`),
        ),
        shapeText(layer.outputShape),
        element(
          'span',
          { ...(layer.arithmetic ? { title: layer.arithmetic } : {}) },
          count(layer.params),
          ' ',
          element(
            'span',
            { class: 'quiet arithmetic' },
            layer.arithmetic && layer.params ? layer.arithmetic.replace(/ = .*/, '') : '',
          ),
        ),
      ]),
    );
  }
  return grid;
}

function row(kind: 'header' | 'default', cells: readonly (Node | string)[]): HTMLElement {
  const made = element('vscode-data-grid-row', { 'row-type': kind });
  for (const [i, content] of cells.entries()) {
    made.append(
      element(
        'vscode-data-grid-cell',
        { 'grid-column': String(i + 1), ...(kind === 'header' ? { 'cell-type': 'columnheader' } : {}) },
        content,
      ),
    );
  }
  return made;
}

function total(title: string, value: number | null): HTMLElement[] {
  return [element('dt', {}, title), element('dd', {}, count(value))];
}

channel.send({ type: 'ready' });
