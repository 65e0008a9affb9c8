import { type Case, cases } from './step/cases.js';
import { Ours } from './step/ours.js';
import { Peer, peerEntries } from './step/peers.js';

/*
 * Milliseconds a training step, ours and others', in turns in one run: `npm run bench -- step`. Each side's time is that
 * of whole epochs of `fit`, data handling and metrics included, once all is compiled and warm; PyTorch's that of a loop
 * over a DataLoader, and of one that takes rows of the whole tensors (`pytorch-rows`). Names of cases and peers and
 * numbers of threads may follow, and `--engine webgpu`, with LAYERSCOPE_DEVICE=cuda for PyTorch beside it. LAYERSCOPE_PYTORCH, LAYERSCOPE_KERAS (with TensorFlow) and LAYERSCOPE_KERAS_JAX name
 * Pythons; who has none is left out. LAYERSCOPE_BENCH_ROUNDS: how many turns (9).
 */
const ROUNDS = Number(process.env['LAYERSCOPE_BENCH_ROUNDS'] ?? 9);
/** Turns that warm all up and do not count. */
const WARM = 2;

async function main(): Promise<void> {
  const asked = process.argv.slice(2);
  const engine = asked.includes('--engine') ? asked[asked.indexOf('--engine') + 1] : undefined;
  const chosen = <T extends { readonly name: string }>(all: readonly T[]): readonly T[] => {
    const named = all.filter(({ name }) => asked.includes(name));
    return named.length > 0 ? named : all;
  };
  const counts = asked.map(Number).filter(Number.isInteger);
  const missed: string[] = [];
  for (const threads of counts.length > 0 ? counts : [1, 2]) {
    const started = await Promise.all(chosen(peerEntries).map((entry) => Peer.start(entry, threads)));
    const peers = started.filter((peer) => peer !== undefined);
    const versions = new Set(peers.map(({ version }) => version));
    console.log(`${threads} thread${threads === 1 ? '' : 's'}; ${[...versions].join('; ') || 'nobody else'}`);
    console.log(`| step | ours, ms |${peers.map(({ entry }) => ` ${entry.name}, ms | ours over it |`).join('')}`);
    console.log(`| --- | --- |${peers.map(() => ' --- | --- |').join('')}`);
    for (const entry of chosen(cases)) missed.push(...(await row(entry, threads, peers, engine)));
    for (const peer of peers) peer.stop();
  }
  if (missed.length === 0) return;
  console.log(`Bars missed:\n${missed.join('\n')}`);
  process.exitCode = 1;
}

/** Prints a case's row; gives the bars that it misses. */
async function row(
  entry: Case,
  threads: number,
  peers: readonly Peer[],
  engine: string | undefined,
): Promise<readonly string[]> {
  const ours = await Ours.open(entry, threads, engine);
  const mine: number[] = [];
  const theirs: number[][] = [];
  for (let round = 0; round < WARM + ROUNDS; round += 1) {
    const times = [await ours.measure(entry.epochs)];
    for (const peer of peers) times.push(await peer.measure(entry.name, entry.epochs));
    if (round < WARM) continue;
    mine.push(times[0] as number);
    theirs.push(times.slice(1));
  }
  await ours.close();
  const missed: string[] = [];
  const columns = peers.map((peer, index) => {
    const time = median(theirs.map((times) => times[index] as number));
    // Of each turn's own: what slows the machine slows both.
    const ratio = median(theirs.map((times, round) => (mine[round] as number) / (times[index] as number)));
    const bar = entry.bars[peer.entry.bar];
    if (!(ratio <= bar))
      missed.push(`${entry.name}, ${threads}: ${ratio.toFixed(2)} × ${peer.entry.name}, the bar is ${bar}`);
    return ` ${shown(time)} | ${ratio.toFixed(2)}${ratio <= bar ? '' : ` > ${bar}`} |`;
  });
  console.log(`| ${entry.about} | ${shown(median(mine))} |${columns.join('')}`);
  return missed;
}

function shown(milliseconds: number): string {
  return milliseconds.toFixed(milliseconds < 1 ? 3 : 2);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

await main();
