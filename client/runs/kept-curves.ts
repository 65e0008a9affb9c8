import { type KeptRun, readEvents } from '../../runtime/runs/read-run.js';
import type { CurvesState } from '../../webviews/curves/contract.js';
import { CurvesRecorder } from './curves-recorder.js';

/** The curves of an earlier run. */
export function curvesOf(run: KeptRun): CurvesState {
  const { folder, record, wasKilled } = run;
  const recorder = new CurvesRecorder(
    `${record.file.split(/[\\/]/).at(-1)}, ${new Date(record.started).toLocaleString()}`,
  );
  for (const event of readEvents(folder)) recorder.take(event);
  if (wasKilled) recorder.end('lost', `The training process was killed. What it had written is in ${folder}.`);
  return recorder.state;
}
