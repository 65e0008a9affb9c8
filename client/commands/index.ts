import * as vscode from 'vscode';
import type { KeptRun } from '../../runtime/runs/read-run.js';
import type { ModelCommand } from '../../server/contract.js';
import { type CommandId, commandTitles } from '../contributions.js';
import { chooseEngine } from './choose-engine.js';
import { compareRuns } from './compare-runs.js';
import { openRun } from './open-run.js';
import { resume } from './resume.js';
import type { Services } from './services.js';
import { showSummary } from './show-summary.js';
import { stop } from './stop.js';
import { train } from './train.js';

/** Every contributed command has its handler here, or this does not compile. */
export function registerCommands(context: vscode.ExtensionContext, services: Services): void {
  const handlers: Readonly<Record<CommandId, (argument: never, selected: never) => unknown>> = {
    'layerscope.train': (model?: ModelCommand) => train(services, model),
    'layerscope.stop': () => stop(services),
    'layerscope.resume': (run?: KeptRun) => resume(services, run),
    'layerscope.chooseEngine': () => chooseEngine(services),
    'layerscope.showSummary': (model?: ModelCommand) => showSummary(services, model),
    'layerscope.showCurves': () => services.curves.showLive(),
    'layerscope.showOutput': () => services.output.show(true),
    'layerscope.restartServer': () => services.language.restart(),
    'layerscope.openRun': (run?: KeptRun) => openRun(services, run),
    'layerscope.compareRuns': (run?: KeptRun, selected?: readonly KeptRun[]) => compareRuns(services, run, selected),
    'layerscope.refreshRuns': () => services.runs.refresh(),
  };
  for (const id of Object.keys(commandTitles) as CommandId[])
    context.subscriptions.push(vscode.commands.registerCommand(id, handlers[id]));
}
