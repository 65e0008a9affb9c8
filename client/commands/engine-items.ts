import type { QuickPickItem } from 'vscode';
import type { EngineReport } from '../../runtime/contract.js';

export interface EngineItem extends QuickPickItem {
  /** The value of the setting; none: it does not start here. */
  readonly engine?: string;
  /** The engine's name, where it does not start. */
  readonly name?: string;
}

/** The picker's rows: `auto` with what it comes to, then each engine with its device or why it does not start. */
export function engineItems(reports: readonly EngineReport[], current: string): readonly EngineItem[] {
  const automatic = reports.find(({ device, onlyByName }) => device !== undefined && onlyByName === undefined);
  const all: EngineItem[] = [
    {
      label: 'auto',
      engine: 'auto',
      description: automatic ? `${automatic.name} (${automatic.device})` : '',
      detail: 'The first engine that works on this machine.',
    },
    ...reports.map(
      ({ name, description, device, problem, onlyByName }): EngineItem =>
        problem === undefined
          ? {
              label: name,
              engine: name,
              description: device ?? '',
              detail: onlyByName ? `${description} (not taken by auto: ${onlyByName})` : description,
            }
          : { name, label: `$(circle-slash) ${name}`, description: 'does not start here', detail: problem },
    ),
  ];
  return all.map((item) => (item.engine === current ? { ...item, label: `$(check) ${item.label}` } : item));
}
