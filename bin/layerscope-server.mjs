#!/usr/bin/env node
// The language server, over the standard streams: `layerscope-server --stdio`. A source checkout that is not built yet is
// installed and built first.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

if (existsSync(fileURLToPath(new URL('../scripts/ensure-built.mjs', import.meta.url)))) {
  const { ensureBuilt } = await import('../scripts/ensure-built.mjs');
  ensureBuilt();
}
createRequire(import.meta.url)('../dist/server.js');
