import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { columnOfPages } from './column.js';

/** A page of `dist/webviews`, under a policy that lets it load its own script and style and nothing else. */
export class Page<From extends { readonly type: string }, To> {
  private readonly panel: vscode.WebviewPanel;

  constructor(
    extension: vscode.Uri,
    name: 'summary' | 'curves' | 'compare',
    title: string,
    receive: (message: From) => void,
    /** One that was open when the editor closed, to show it again. */
    revived?: vscode.WebviewPanel,
  ) {
    const root = vscode.Uri.joinPath(extension, 'dist', 'webviews');
    const options = { enableScripts: true, localResourceRoots: [root] };
    this.panel = revived ?? newPanel(name, title, options);
    this.panel.webview.options = options;
    this.panel.title = title;
    this.panel.iconPath = vscode.Uri.joinPath(extension, 'media', 'icon.svg');
    this.panel.webview.onDidReceiveMessage(receive);
    this.panel.webview.html = html(this.panel.webview, root, name, title);
  }

  get onClosed(): vscode.Event<void> {
    return this.panel.onDidDispose;
  }

  send(message: To): void {
    void this.panel.webview.postMessage(message);
  }

  show(title: string): void {
    this.panel.title = title;
    this.panel.reveal(undefined, true);
  }

  dispose(): void {
    this.panel.dispose();
  }
}

function newPanel(name: string, title: string, options: vscode.WebviewOptions): vscode.WebviewPanel {
  const place = { viewColumn: columnOfPages(columns()) ?? vscode.ViewColumn.Beside, preserveFocus: true };
  return vscode.window.createWebviewPanel(`layerscope.${name}`, title, place, options);
}

function columns() {
  return vscode.window.tabGroups.all.map(({ viewColumn, isActive, tabs, activeTab }) => ({
    number: viewColumn,
    isActive,
    hasPage: tabs.some(isPage),
    showsPage: activeTab !== undefined && isPage(activeTab),
  }));
}

/** VS Code puts a prefix of its own before a page's type. */
function isPage({ input }: vscode.Tab): boolean {
  return input instanceof vscode.TabInputWebview && /\blayerscope\./.test(input.viewType);
}

function html(webview: vscode.Webview, root: vscode.Uri, name: string, title: string): string {
  const nonce = randomBytes(16).toString('base64');
  const file = (extension: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(root, `${name}.${extension}`)).toString();
  // The toolkit's own styles carry the nonce that it finds in `csp-nonce`.
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource} 'nonce-${nonce}'; font-src ${webview.cspSource}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<link rel="stylesheet" href="${file('css')}">
</head>
<body><script nonce="${nonce}" src="${file('js')}"></script></body>
</html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
