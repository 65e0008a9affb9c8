import { provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox } from '@vscode/webview-ui-toolkit';
import { openChannel } from '../kit/channel.js';
import { element } from '../kit/element.js';
import '../kit/kit.css';
import { type LinePlace, lineLink, placeText } from '../kit/link.js';
import { onThemeChange } from '../kit/theme.js';
import { Choices } from './choices.js';
import type { CurvesFit, CurvesLoop, CurvesState, FromCurves, ToCurves } from './contract.js';
import { LookBar } from './look-bar.js';
import './curves.css';
import { FitView } from './fit-view.js';
import { grown, grownLoops } from './grown.js';
import { LoopView } from './loop-view.js';
import { ToldView } from './told.js';
import { engineText, statusText } from './words.js';

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox());

const channel = openChannel<FromCurves, ToCurves>((message) => {
  if (message.type === 'shows') {
    choices.setRun(message.run);
    return;
  }
  if (message.type === 'state') {
    known = message.state.fits;
    knownLoops = message.state.loops;
    printed = message.state.printed;
    for (const view of [...views.splice(0), ...loopViews.splice(0)]) view.root.remove();
    render(message.state);
  } else {
    known = grown(known, message.growth);
    knownLoops = grownLoops(knownLoops, message.growth);
    printed = message.growth.printed ?? printed;
    render({ ...message.growth, fits: known, loops: knownLoops, printed });
  }
  // After the frame that shows it.
  requestAnimationFrame(() => setTimeout(() => channel.send({ type: 'drawn' })));
});
const choices = new Choices(channel.kept(), (value) => channel.keep(value));
const reveal = ({ cell, line }: LinePlace) =>
  channel.send({ type: 'reveal', line, ...(cell === undefined ? {} : { cell }) });

const title = element('h1');
const status = element('span', { role: 'status', id: 'status' });
const engine = element('span', { class: 'quiet' });
const stop = element('vscode-button', { id: 'stop', appearance: 'secondary' }, 'Stop');
const resume = element('vscode-button', { id: 'resume' }, 'Resume');
const compare = element('vscode-button', { id: 'compare', appearance: 'secondary' }, 'Compare …');
const message = element('p', { class: 'error', role: 'alert' });
const told = new ToldView(reveal);
choices.fold('output', told.printed);
const look = new LookBar(choices.look, (chosen) => {
  choices.setLook(chosen);
  for (const view of [...views, ...loopViews]) view.draw();
});
const fits = element('div');
const waiting = element(
  'p',
  { class: 'quiet' },
  'The curves appear with the first epoch, or the first steps of a loop.',
);
document.body.append(
  element(
    'div',
    { class: 'row spread' },
    element('div', {}, title, element('div', { class: 'row' }, status, engine)),
    element('div', { class: 'row' }, compare, stop, resume),
  ),
  message,
  told.root,
  waiting,
  look.root,
  fits,
);
compare.addEventListener('click', () => channel.send({ type: 'compare' }));
stop.addEventListener('click', () => channel.send({ type: 'stop' }));
resume.addEventListener('click', () => channel.send({ type: 'resume' }));

/** What the page was told so far. */
let known: readonly CurvesFit[] = [];
let knownLoops: readonly CurvesLoop[] = [];
let printed = '';
const views: FitView[] = [];
const loopViews: LoopView[] = [];
onThemeChange(() => {
  for (const view of [...views, ...loopViews]) view.redraw();
});

function render(state: CurvesState): void {
  title.textContent = state.title;
  status.textContent = statusText(state);
  status.dataset['status'] = state.status;
  engine.textContent = engineText(state);
  const running = state.status === 'starting' || state.status === 'running' || state.status === 'stopping';
  stop.hidden = !running;
  resume.hidden = running || state.resumable !== true;
  stop.toggleAttribute('disabled', state.status === 'stopping');
  message.replaceChildren(
    ...(state.message ? [...(state.line ? [placeLink({ ...state, line: state.line }), ': '] : []), state.message] : []),
  );
  told.update(state);
  const hasCurves = [...state.fits.map(({ logs }) => logs), ...state.loops.map(({ curves }) => curves)].some(
    (told) => Object.keys(told).length > 0,
  );
  waiting.hidden = !running || hasCurves;
  look.root.hidden = !hasCurves;

  for (const [i, fit] of state.fits.entries()) {
    const view = views[i] ?? new FitView(fit, reveal, choices.sharedBy(`fit ${i + 1}`));
    if (!views[i]) {
      choices.fold(`values of fit ${i + 1}`, view.values);
      views.push(view);
      fits.append(view.root);
    }
    view.update(fit, running && i === state.fits.length - 1);
  }
  for (const [i, loop] of state.loops.entries()) {
    const view = loopViews[i] ?? new LoopView(loop, reveal, choices.sharedBy(`loop ${i + 1}`));
    if (!loopViews[i]) {
      choices.fold(`values of loop ${i + 1}`, view.values);
      loopViews.push(view);
      // As they began.
      fits.insertBefore(view.root, views[loop.after]?.root ?? null);
    }
    view.update(loop);
  }
}

channel.send({ type: 'ready' });

function placeLink(place: LinePlace): HTMLElement {
  const text = placeText(place);
  return lineLink(text.charAt(0).toUpperCase() + text.slice(1), place, reveal);
}
