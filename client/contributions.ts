/**
 * The commands as `package.json` contributes them: a test holds the two together, and `commands/index.ts`
 * does not compile where one has no handler.
 */
export const commandTitles = {
  'layerscope.train': 'Train',
  'layerscope.stop': 'Stop Training',
  'layerscope.resume': 'Resume a Run',
  'layerscope.chooseEngine': 'Choose Engine',
  'layerscope.showSummary': 'Show Model Summary',
  'layerscope.showCurves': 'Show Learning Curves',
  'layerscope.showOutput': 'Show Output',
  'layerscope.restartServer': 'Restart Language Server',
  'layerscope.openRun': 'Open Run',
  'layerscope.compareRuns': 'Compare Runs',
  'layerscope.refreshRuns': 'Refresh Runs',
} as const;

export type CommandId = keyof typeof commandTitles;

/** The settings below `layerscope.`, with what a user has who touches none. */
export const settings = {
  'hints.layers': true,
  'hints.parameters': true,
  'hints.tensors': true,
  'hints.data': true,
  keras: 'auto',
  engine: 'auto',
  threads: 0,
  downloads: true,
  nodePath: '',
  environment: {},
} as const;
