import { provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox } from '@vscode/webview-ui-toolkit';
import '../curves/curves.css';
import { openChannel } from '../kit/channel.js';
import { element } from '../kit/element.js';
import '../kit/kit.css';
import { LookBar } from '../curves/look-bar.js';
import { onThemeChange } from '../kit/theme.js';
import { CompareCharts } from './charts.js';
import { type CompareChoices, compareChoicesOf } from './choices.js';
import './compare.css';
import type { ComparedTraining, FromCompare, ToCompare } from './contract.js';
import { RunsTable } from './runs-table.js';
import { grownTrainings, settingsOf } from './words.js';

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox());

let trainings: readonly ComparedTraining[] = [];
/** The numbers of those that are hidden, as the charts name them. */
const hidden = new Set<string>();

const channel = openChannel<FromCompare, ToCompare>((message) => {
  if (message.type === 'shows') {
    choose({ runs: message.runs });
    return;
  }
  if (message.type === 'trainings') {
    trainings = message.trainings;
    hidden.clear();
    for (const [i, { id }] of trainings.entries()) if (choices.hidden.includes(id)) hidden.add(String(i + 1));
    without.textContent = message.without.length ? `No curves yet: ${message.without.join(' · ')}` : '';
  } else trainings = grownTrainings(trainings, message.trainings);
  render();
  // After the frame that shows it.
  requestAnimationFrame(() => setTimeout(() => channel.send({ type: 'drawn' })));
});
let choices = compareChoicesOf(channel.kept());

const chooseRuns = element('vscode-button', { id: 'choose', appearance: 'secondary' }, 'Choose Runs …');
chooseRuns.addEventListener('click', () => channel.send({ type: 'choose' }));
const same = element('p', { class: 'quiet same' });
const without = element('p', { class: 'quiet' });
const charts = new CompareCharts({ hidden, toggled: () => hiddenChanged(), cursor: '', look: () => choices });
const bar = new LookBar(choices, (look) => {
  choose(look);
  charts.show(trainings);
});
const table = new RunsTable(
  {
    toggle: (training) => {
      const label = String(trainings.findIndex(({ id }) => id === training.id) + 1);
      if (!hidden.delete(label)) hidden.add(label);
      hiddenChanged();
    },
    open: ({ run }) => channel.send({ type: 'open', run }),
    sorted: (sorted) => choose({ sorted }),
  },
  choices.sorted,
);
document.body.append(
  element('div', { class: 'row spread' }, element('h1', {}, 'Compare runs'), chooseRuns),
  table.root,
  same,
  without,
  bar.root,
  charts.root,
);
onThemeChange(() => {
  table.redraw();
  charts.redraw();
});

function render(): void {
  bar.root.hidden = trainings.length === 0;
  table.show(trainings, hidden);
  const settings = settingsOf(trainings).same;
  same.textContent =
    trainings.length > 1 && settings.length
      ? `The same in all: ${settings.map(([name, value]) => `${name} ${value}`).join(' · ')}`
      : '';
  charts.show(trainings);
}

function hiddenChanged(): void {
  choose({ hidden: trainings.filter((_, i) => hidden.has(String(i + 1))).map(({ id }) => id) });
  table.show(trainings, hidden);
  charts.show(trainings);
}

function choose(chosen: Partial<CompareChoices>): void {
  choices = { ...choices, ...chosen };
  channel.keep(choices);
}

channel.send({ type: 'ready' });
