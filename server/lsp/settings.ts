import { type ClientCapabilities, type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver';
import { type HintKind, hintKinds } from '../ide/hints.js';
import type { KerasSetting } from './workspace-keras.js';

/** The section in the client's settings. */
const section = 'layerscope';

/** The user's settings, as far as the server heeds them. What a client does not say is at its default. */
export class Settings {
  private shown: ReadonlySet<HintKind> = new Set(hintKinds);
  private wanted: KerasSetting = 'auto';
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly connection: Connection,
    private readonly client: ClientCapabilities,
    initial: unknown,
  ) {
    this.take(initial);
    connection.onDidChangeConfiguration(({ settings }) => this.changed(settings));
  }

  get hints(): ReadonlySet<HintKind> {
    return this.shown;
  }

  get keras(): KerasSetting {
    return this.wanted;
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** To be called once the client is initialised: asks for the settings and for word of their changes. */
  async start(): Promise<void> {
    if (this.client.workspace?.didChangeConfiguration?.dynamicRegistration)
      await this.connection.client.register(DidChangeConfigurationNotification.type, { section });
    if (this.client.workspace?.configuration) await this.changed(undefined);
  }

  /** A client that can be asked sends no settings with the notification; another sends them all. */
  private async changed(sent: unknown): Promise<void> {
    this.take(
      this.client.workspace?.configuration
        ? await this.connection.workspace.getConfiguration(section)
        : property(sent, section),
    );
    for (const listener of this.listeners) listener();
  }

  private take(settings: unknown): void {
    const keras = property(settings, 'keras');
    this.wanted = keras === '2' ? 2 : keras === '3' ? 3 : 'auto';
    const hints = property(settings, 'hints');
    this.shown = new Set(hintKinds.filter((kind) => property(hints, kind) !== false));
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
