import type * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { ComparePanel } from '../panels/compare.js';
import type { CurvesPanels } from '../panels/curves.js';
import type { SummaryPanels } from '../panels/summary.js';
import type { Training } from '../runs/training.js';
import type { RunsView } from '../views/runs.js';

/** What commands work with. */
export interface Services {
  readonly language: LanguageClient;
  readonly training: Training;
  readonly curves: CurvesPanels;
  readonly compare: ComparePanel;
  readonly summaries: SummaryPanels;
  readonly runs: RunsView;
  readonly output: vscode.LogOutputChannel;
}
