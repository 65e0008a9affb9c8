import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { Diagnostic, InitializeResult, InlayHint, Range } from 'vscode-languageserver';
import { serverNodeOptions } from '../../server/contract.js';

/** An editor that knows nothing of Layerscope: it starts the shipped server over the standard streams. */
export class PlainClient {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly connection: MessageConnection;
  private readonly diagnostics = new Map<string, { version: number | undefined; diagnostics: Diagnostic[] }>();
  private readonly waiting = new Set<() => void>();
  private version = 0;

  /** How often the server asked for hints to be asked for anew. */
  refreshed = 0;

  constructor(
    private readonly configuration?: (section: string) => unknown,
    private readonly folder: string | null = null,
    program: string = path.join('dist', 'server.js'),
  ) {
    this.child = spawn(process.execPath, [...serverNodeOptions, path.resolve(program), '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.connection = createMessageConnection(
      new StreamMessageReader(this.child.stdout),
      new StreamMessageWriter(this.child.stdin),
    );
    this.connection.onNotification('textDocument/publishDiagnostics', ({ uri, version, diagnostics }) => {
      this.diagnostics.set(uri, { version, diagnostics });
      for (const wake of this.waiting) wake();
    });
    this.connection.onRequest('workspace/configuration', ({ items }: { items: { section: string }[] }) =>
      items.map(({ section }) => this.configuration?.(section) ?? null),
    );
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.onRequest('workspace/inlayHint/refresh', () => {
      this.refreshed += 1;
      return null;
    });
    this.connection.listen();
  }

  async initialize(initializationOptions?: object): Promise<InitializeResult> {
    const capabilities = this.configuration
      ? { workspace: { configuration: true, inlayHint: { refreshSupport: true } } }
      : {};
    const result = await this.connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: this.folder,
      capabilities,
      initializationOptions,
    });
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  open(uri: string, text: string, languageId = 'python'): Promise<void> {
    this.version += 1;
    return this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: this.version, text },
    });
  }

  /** Replaces a range by a text; gives the new version. */
  async edit(uri: string, range: Range, text: string): Promise<number> {
    this.version += 1;
    const version = this.version;
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range, text }],
    });
    return version;
  }

  request<Result>(method: string, uri: string, more: object = {}): Promise<Result> {
    return this.connection.sendRequest<Result>(`textDocument/${method}`, { textDocument: { uri }, ...more });
  }

  /** Hints as `line:character text`; lines count from 0. */
  async hints(uri: string, range: Range = everything): Promise<string[]> {
    const found = await this.request<InlayHint[]>('inlayHint', uri, { range });
    return found.map(
      ({ position, label }) =>
        `${position.line}:${position.character} ${typeof label === 'string' ? label : label.map(({ value }) => value).join('')}`,
    );
  }

  /** The diagnostics of a version (of any, where none is named), once they have come. */
  async diagnosticsOf(uri: string, version?: number): Promise<Diagnostic[]> {
    for (;;) {
      const found = this.diagnostics.get(uri);
      if (found && (version === undefined || found.version === version)) return found.diagnostics;
      await new Promise<void>((resolve) => {
        this.waiting.add(resolve);
      });
    }
  }

  /** Ends the server as the protocol wants it; gives its exit status. */
  async close(): Promise<number> {
    const exited = once(this.child, 'exit');
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const [status] = await exited;
    this.connection.dispose();
    return status;
  }
}

export const everything: Range = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };
