/** An object of Keras by its class or function name, with its settings by Keras's names, all filled in. */
export interface Configuration {
  readonly name: string;
  readonly settings: Settings;
}

export type Settings = Readonly<Record<string, Setting>>;
export type Setting = number | string | boolean | null | readonly Setting[] | Configuration;
