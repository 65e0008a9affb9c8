import type { EngineReport } from '../contract.js';
import { type EngineEntry, EngineError } from './engine.js';
import { engines } from './index.js';

/** Starts every engine once, one after the other, and tells what became of it. */
export async function reportEngines(ladder: readonly EngineEntry[] = engines): Promise<readonly EngineReport[]> {
  const reports: EngineReport[] = [];
  for (const entry of ladder) {
    const { name, description, onlyByName } = entry;
    reports.push({ name, description, ...(onlyByName ? { onlyByName } : {}), ...(await tried(entry)) });
  }
  return reports;
}

async function tried(entry: EngineEntry): Promise<Pick<EngineReport, 'device' | 'problem'>> {
  try {
    const engine = await entry.start({});
    await engine.close();
    return { device: engine.device };
  } catch (error) {
    if (error instanceof EngineError) return { problem: error.message };
    return { problem: `it does not start (${error instanceof Error ? error.message : String(error)})` };
  }
}
