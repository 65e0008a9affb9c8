import * as vscode from 'vscode';
import type { CurvesLoop, CurvesState } from '../webviews/curves/contract.js';
import type { CommandId } from './contributions.js';
import type { Training } from './runs/training.js';

/** The item changes at most this often: nobody reads faster. In milliseconds. */
const interval = 200;

/** The one item in the status bar: engine and state. A click shows the curves. */
export function showStatus(training: Training): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('layerscope.status', vscode.StatusBarAlignment.Left);
  item.name = 'Layerscope';
  item.command = 'layerscope.showCurves' satisfies CommandId;
  const update = () => {
    const { running, latest } = training;
    const run = running.at(-1) ?? latest;
    const state = run?.state;
    if (!state) {
      item.hide();
      return;
    }
    const several = running.length > 1 ? `${running.length} trainings · ` : '';
    const said = run.download ? `Downloading ${run.download}` : label(state);
    item.text = `${icons[state.status]} ${several}${said}`;
    item.tooltip = state.engine
      ? `Layerscope trains with ${state.engine}. Click for the learning curves; "Layerscope: Choose Engine" chooses another.`
      : 'Layerscope';
    item.accessibilityInformation = { label: `Layerscope: ${several}${said}`, role: 'button' };
    item.show();
  };
  let pause: NodeJS.Timeout | undefined;
  const soon = () => {
    pause ??= setTimeout(() => {
      pause = undefined;
      update();
    }, interval);
  };
  return vscode.Disposable.from(item, training.onChange(soon), { dispose: () => clearTimeout(pause) });
}

const icons: Readonly<Record<CurvesState['status'], string>> = {
  starting: '$(loading~spin)',
  running: '$(pulse)',
  stopping: '$(loading~spin)',
  completed: '$(check)',
  stopped: '$(debug-stop)',
  failed: '$(error)',
  lost: '$(error)',
};

function stepOf({ curves }: CurvesLoop): number {
  return Math.max(0, ...Object.values(curves).map(({ steps }) => steps.at(-1) ?? 0));
}

function label({ status, engine, fits, loops }: CurvesState): string {
  const fit = fits.at(-1);
  const loop = loops.at(-1);
  const by = engine ? ` · ${engine}` : '';
  if (status === 'running' && loop && loop.after === fits.length) return `Step ${stepOf(loop).toLocaleString()}${by}`;
  if (status === 'running') return fit ? `Epoch ${fit.epoch}/${fit.epochs}${by}` : `Script is running${by}`;
  if (status === 'lost') return `Training was lost${by}`;
  return `Training: ${status}${by}`;
}
