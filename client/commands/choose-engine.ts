import * as vscode from 'vscode';
import { type EngineItem, engineItems } from './engine-items.js';
import type { Services } from './services.js';

/** Shows every engine with its device or why it does not start here, and keeps what is chosen in the settings. */
export async function chooseEngine({ training }: Services): Promise<void> {
  const settings = vscode.workspace.getConfiguration('layerscope');
  const current = settings.get('engine', 'auto');
  const pick = vscode.window.createQuickPick<EngineItem>();
  pick.title = 'Choose Engine';
  pick.placeholder = 'Trying what starts on this machine …';
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.busy = true;
  const chosen = new Promise<EngineItem | undefined>((resolve) => {
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      // One that does not start stays on the list for its reason alone, which the list may cut off.
      if (item?.engine !== undefined) resolve(item);
      else if (item?.detail !== undefined)
        void vscode.window.showInformationMessage(`${item.name ?? item.label} does not start here.`, {
          modal: true,
          detail: item.detail,
        });
    });
    pick.onDidHide(() => resolve(undefined));
  });
  pick.show();
  try {
    const items = engineItems(await training.engines(), current);
    pick.items = items;
    pick.activeItems = items.filter(({ engine }) => engine === current);
    pick.placeholder = 'What trains, from the next run on';
    pick.busy = false;
    const item = await chosen;
    if (item?.engine !== undefined && item.engine !== current)
      await settings.update('engine', item.engine, targetOf(settings));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`Which engines start here cannot be told: ${message}.`);
  } finally {
    pick.dispose();
  }
}

/** Where the setting has a value already, that is changed: another would not count. */
function targetOf(settings: vscode.WorkspaceConfiguration): vscode.ConfigurationTarget {
  const inspected = settings.inspect('engine');
  if (inspected?.workspaceFolderValue !== undefined) return vscode.ConfigurationTarget.WorkspaceFolder;
  if (inspected?.workspaceValue !== undefined) return vscode.ConfigurationTarget.Workspace;
  return vscode.ConfigurationTarget.Global;
}
