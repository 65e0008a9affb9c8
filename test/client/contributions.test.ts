import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { commandTitles, settings } from '../../client/contributions.js';
import { commands } from '../../server/contract.js';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const { contributes } = manifest;

test('package.json contributes the commands of the table, and no others', () => {
  const contributed = Object.fromEntries(
    contributes.commands.map(({ command, title }: { command: string; title: string }) => [command, title]),
  );
  assert.deepEqual(contributed, commandTitles);
  for (const { category } of contributes.commands) assert.equal(category, 'Layerscope');
});

test('menus and keys name commands that are there', () => {
  const named = [...Object.values(contributes.menus).flat(), ...contributes.keybindings] as { command: string }[];
  for (const { command } of named) assert.ok(command in commandTitles, command);
});

test('each step of the walkthrough shows a picture that is there, and says what it shows', () => {
  const themes = ['dark', 'hc', 'hcLight', 'light'];
  for (const { steps } of contributes.walkthroughs)
    for (const { media } of steps) {
      assert.deepEqual(Object.keys(media.image).sort(), themes);
      for (const picture of Object.values<string>(media.image)) assert.ok(existsSync(picture), picture);
      assert.ok(media.altText.length > 0);
    }
});

test('lenses name commands that are there', () => {
  for (const command of Object.values(commands)) assert.ok(command in commandTitles, command);
});

test('package.json contributes the settings of the table with their defaults, each explained', () => {
  const properties: Record<string, { default: unknown; description?: string }> = contributes.configuration.properties;
  const contributed = Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, value.default]));
  const expected = Object.fromEntries(Object.entries(settings).map(([name, value]) => [`layerscope.${name}`, value]));
  assert.deepEqual(contributed, expected);
  for (const [name, { description }] of Object.entries(properties)) assert.ok(description, name);
});

test('what could start a program is out of reach of an untrusted workspace', () => {
  const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  assert.equal(supported, 'limited');
  assert.deepEqual(restrictedConfigurations, ['layerscope.nodePath', 'layerscope.environment']);
});
