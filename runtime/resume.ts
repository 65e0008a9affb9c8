import path from 'node:path';
import type { StartRun } from './contract.js';
import { engineChoices } from './contract.js';
import { changedInputs, sha256 } from './runs/inputs.js';
import { type KeptRun, readEvents, readRun } from './runs/read-run.js';

/** A run that cannot be resumed: the message says why and what to do. */
export class ResumeError extends Error {}

/** The request as the run that it resumes had it. Throws ResumeError where that cannot go on, or would not be the same. */
export function resumed(request: StartRun, text: string): StartRun {
  const { resumes, force } = request;
  if (resumes === undefined) return request;
  const { record } = resumableRun(resumes);
  const changed = [
    ...(record.script === sha256(text) ? [] : [`the script ${request.file}`]),
    ...changedInputs(resumes).map((file) => `the file ${file}`),
  ];
  if (changed.length > 0 && !force)
    throw new ResumeError(
      `${changed.join(' and ')} changed since the run was interrupted, so that it would not go on as it began. Train anew, or resume it with --force`,
    );
  const { seed, threads, keras, folder = request.folder, arguments: given = request.arguments } = record;
  const engine = engineChoices.find((name) => name === record.engine) ?? request.engine;
  return {
    ...request,
    folder,
    arguments: given,
    engine,
    runs: path.dirname(resumes),
    ...(seed !== undefined && { seed }),
    ...(threads !== undefined && { threads }),
    ...(keras && { keras }),
  };
}

/** The run of a folder, where it can be resumed. Throws ResumeError. */
export function resumableRun(folder: string): KeptRun {
  const run = readRun(folder);
  if (!run) throw new ResumeError(`${folder} holds no run`);
  const { record, wasKilled, isResumable } = run;
  if (record.resumedBy !== undefined) throw new ResumeError(`the run was resumed already, as ${record.resumedBy}`);
  if (record.status === 'completed') throw new ResumeError('the run is completed: there is nothing left to do');
  if (record.status === 'running' && !wasKilled) throw new ResumeError('the run is still running');
  if (!isResumable && readEvents(folder).some(({ event }) => event === 'loop'))
    throw new ResumeError(
      'the run trained in a loop of its script’s own, which keeps itself where the script says so (tf.train.Checkpoint): run the script again',
    );
  if (!isResumable)
    throw new ResumeError(
      'the run was interrupted before its first checkpoint, so that nothing of it was kept. Train anew',
    );
  return run;
}
