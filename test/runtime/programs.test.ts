import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { eventsOf, layerscope } from './command.js';
import { scriptFolder } from './scripts.js';

/*
 * Whole programs print what they print under real Keras (test/oracle/runs/). `--seed` makes chance repeat, though these
 * programs print nothing of it. As many run at once as there are processors. The families `keras2_*` are what Keras 2.15 printed.
 */
interface Family {
  readonly cases: readonly { readonly about: string; readonly program: string; readonly printed: string }[];
}

const oracle = 'test/oracle/runs';
const folder = scriptFolder();

let programs = 0;

describe('programs', { concurrency: availableParallelism() }, () => {
  for (const name of readdirSync(oracle).filter((each) => each.endsWith('.json'))) {
    const { cases } = JSON.parse(readFileSync(`${oracle}/${name}`, 'utf8')) as Family;
    for (const { about, program, printed } of cases) {
      test(`${name.slice(0, -5).replaceAll('_', ' ')}: ${about}`, async () => {
        // Each has a folder to itself, as it had when Keras was asked.
        programs += 1;
        const own = path.join(folder.path, String(programs));
        mkdirSync(own);
        writeFileSync(path.join(own, 'program.py'), program);
        if (name.startsWith('keras2_')) writeFileSync(path.join(own, 'requirements.txt'), 'keras==2.15.0\n');
        const version = name.startsWith('keras2_') ? [] : ['--keras', '3'];
        const argv = ['train', 'program.py', '--json', '--threads', '1', '--seed', '1', ...version];
        const { out, errors } = await layerscope(argv, { folder: own });
        const events = eventsOf(out);
        const end = events.at(-1);
        assert.ok(end?.event === 'end' && end.status === 'completed', `${JSON.stringify(end)}\n${errors}`);
        const said = events.flatMap((event) => (event.event === 'print' ? [event.text] : [])).join('');
        assert.equal(said, printed);
      });
    }
  }
});
