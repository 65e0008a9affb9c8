import type { ClientCapabilities, Connection, ServerCapabilities } from 'vscode-languageserver';
import type { Documents } from './documents.js';
import type { Settings } from './settings.js';

/** What the features share. */
export interface Service {
  readonly connection: Connection;
  readonly documents: Documents;
  readonly settings: Settings;
  readonly client: ClientCapabilities;
  /** Whether the client runs Layerscope's own commands: other editors get lenses that only tell. */
  readonly runsCommands: boolean;
}

/** One request: what the server declares for it, and how it is answered. */
export interface Feature {
  readonly capabilities: ServerCapabilities;
  register(service: Service): void;
}
