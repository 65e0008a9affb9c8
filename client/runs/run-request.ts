import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { StartRun } from '../../runtime/contract.js';
import type { KeptRun } from '../../runtime/runs/read-run.js';
import { notebookOf, openNotebook, pythonCells } from '../notebook.js';

/** Trains a script as it stands in the editor, saved or not. */
export function trainRequest(document: vscode.TextDocument): StartRun {
  const notebook = notebookOf(document);
  // A cell's own address belongs to no folder.
  const folder =
    vscode.workspace.getWorkspaceFolder(notebook?.uri ?? document.uri)?.uri.fsPath ?? dirname(document.fileName);
  return {
    file: document.fileName,
    ...(notebook ? cellsOf(notebook) : { text: document.getText() }),
    folder,
    runs: join(folder, '.layerscope', 'runs'),
    ...settingsOf(document.uri),
  };
}

/** Goes on with a run that was interrupted, with its script as it stands in the editor, or else on the disk. */
export async function resumeRequest({ folder: run, record }: KeptRun, force: boolean): Promise<StartRun> {
  const { file } = record;
  const uri = vscode.Uri.file(file);
  const isNotebook = file.endsWith('.ipynb');
  const notebook = openNotebook(uri);
  const source = isNotebook
    ? notebook && cellsOf(notebook)
    : { text: (await vscode.workspace.openTextDocument(uri)).getText() };
  return {
    file,
    ...source,
    folder: record.folder ?? dirname(file),
    runs: dirname(run),
    ...settingsOf(uri),
    resumes: run,
    force,
  };
}

function cellsOf(notebook: vscode.NotebookDocument): Pick<StartRun, 'cells'> {
  return { cells: pythonCells(notebook).map((cell) => cell.document.getText()) };
}

function settingsOf(
  uri: vscode.Uri,
): Pick<StartRun, 'engine' | 'threads' | 'keras' | 'downloads' | 'environment' | 'arguments'> {
  const settings = vscode.workspace.getConfiguration('layerscope', uri);
  const threads = settings.get('threads', 0);
  const keras = settings.get('keras', 'auto');
  return {
    engine: settings.get<StartRun['engine']>('engine', 'auto'),
    ...(threads > 0 ? { threads } : {}),
    ...(keras === 'auto' ? {} : { keras: keras === '2' ? 2 : 3 }),
    downloads: settings.get('downloads', true),
    environment: { ...inherited(), ...settings.get<Record<string, string>>('environment', {}) },
    arguments: [],
  };
}

/** The editor's own environment, as a terminal in it would have. */
function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
