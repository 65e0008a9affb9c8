// The licences of what the bundles hold, in full, as each asks that its text go with the copies.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './ensure-installed.mjs';

/** Packages that carry no file of their licence say its name in package.json and who holds the copyright here. */
const withoutFile = 'Copyright (c) Microsoft Corporation. The text of the MIT licence stands with the packages above.';

/** @param {readonly import('esbuild').Metafile[]} metafiles What went into each bundle. @param {readonly string[]} beside Packages that stand beside the bundles. */
export function licences(metafiles, beside) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
    ),
  );
  const folders = inputs.flatMap((file) => file.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []);
  const packages = new Set([...folders, ...beside.map((name) => `node_modules/${name}`)]);
  const grammar = readFileSync(path.join(root, 'server/language/syntax/python.grammar.LICENSE'), 'utf8').trim();
  const data = readFileSync(path.join(root, 'runtime/data-sets/LICENSE'), 'utf8').trim();
  const texts = [
    `Data sets of scikit-learn (BSD-3-Clause)\n\n${data}`,
    `@lezer/python, changed (MIT)\n\n${grammar}`,
    ...[...packages].sort().map(licenceOf),
  ];
  return texts.join(`\n\n${'-'.repeat(80)}\n\n`);
}

function licenceOf(folder) {
  const at = path.join(root, folder);
  const { name, version, license } = JSON.parse(readFileSync(path.join(at, 'package.json'), 'utf8'));
  const files = readdirSync(at).filter((file) => /^(licen[cs]e|notice|copyrightnotice)/i.test(file));
  if (files.length === 0 && license !== 'MIT') throw new Error(`${name} has no licence file`);
  const texts = files.map((file) => readFileSync(path.join(at, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...(texts.length > 0 ? texts : [withoutFile])].join('\n\n');
}
