import { type Case, cases } from './step/cases.js';
import { fullBatches, Ours, requestOf } from './step/ours.js';
import { Peer, type PeerEntry, peerEntries } from './step/peers.js';
import { type Turns, turnsWithin } from './step/turns.js';

/*
 * Milliseconds a training step, ours and others', in turns in one run: `npm run bench -- step`. Each side's time is that
 * of whole epochs of `fit`, data handling and metrics included, once all is compiled and warm; PyTorch's that of a loop
 * over a DataLoader, of one that takes rows of the whole tensors (`pytorch-rows`), and with an engine on the GPU of such a
 * loop by CUDA, eager and compiled. Names of cases and peers and numbers of threads may follow, and `--engine webgpu`.
 * LAYERSCOPE_PYTORCH, LAYERSCOPE_KERAS (with TensorFlow) and LAYERSCOPE_KERAS_JAX name Pythons; who has none is left out,
 * as is CUDA where PyTorch does not find it. LAYERSCOPE_BENCH_ROUNDS: how many turns (9); LAYERSCOPE_BENCH_SECONDS: how long
 * ours of a case may take together (20), where a slow device takes fewer steps of it, which is said.
 */
const ROUNDS = Number(process.env['LAYERSCOPE_BENCH_ROUNDS'] ?? 9);
const SECONDS = Number(process.env['LAYERSCOPE_BENCH_SECONDS'] ?? 20);
/** Turns that warm all up and do not count. */
const WARM = 2;
/** Batches by which the time of a step is guessed. */
const TRIAL = 4;
/** Engines that the bars are for: those of the CPU, where the others compute. */
const JUDGED = 'onnxruntime';
const onGpu = ['webgpu'];

async function main(): Promise<void> {
  const asked = process.argv.slice(2);
  const engine = asked.includes('--engine') ? (asked[asked.indexOf('--engine') + 1] ?? JUDGED) : JUDGED;
  const counts = asked.map(Number).filter(Number.isInteger);
  const missed: string[] = [];
  for (const threads of counts.length > 0 ? counts : onGpu.includes(engine) ? [1] : [1, 2]) {
    const peers = await startedPeers(asked, engine, threads);
    const versions = new Set(peers.map(({ version }) => version));
    console.log(`${threads} thread${threads === 1 ? '' : 's'}; ${[...versions].join('; ') || 'nobody else'}`);
    console.log(
      `| step | turns | ${engine}, ms |${peers.map(({ entry }) => ` ${entry.name}, ms | ours over it |`).join('')}`,
    );
    console.log(`| --- | --- | --- |${peers.map(() => ' --- | --- |').join('')}`);
    for (const entry of chosen(cases, asked)) missed.push(...(await row(entry, threads, peers, engine)));
    for (const peer of peers) peer.stop();
  }
  if (missed.length === 0) return;
  console.log(`Bars missed:\n${missed.join('\n')}`);
  process.exitCode = 1;
}

function chosen<T extends { readonly name: string }>(all: readonly T[], asked: readonly string[]): readonly T[] {
  const named = all.filter(({ name }) => asked.includes(name));
  return named.length > 0 ? named : all;
}

/** Those asked for by name, else those that compute where the engine does; on the CPU, where none does on a GPU. */
async function startedPeers(asked: readonly string[], engine: string, threads: number): Promise<readonly Peer[]> {
  const start = async (entries: readonly PeerEntry[]) =>
    (await Promise.all(entries.map((entry) => Peer.start(entry, threads)))).filter((peer) => peer !== undefined);
  const named = chosen(peerEntries, asked);
  if (named.length < peerEntries.length) return start(named);
  const here = onGpu.includes(engine) ? await start(peerEntries.filter(({ device }) => device === 'cuda')) : [];
  return here.length > 0 ? here : start(peerEntries.filter(({ device }) => device === 'cpu'));
}

/** Prints a case's row; gives the bars that it misses. */
async function row(entry: Case, threads: number, peers: readonly Peer[], engine: string): Promise<readonly string[]> {
  const { turns, guess } = await plan(entry, threads, engine);
  if (!turns) {
    console.log(
      `| ${entry.about} | none fits ${SECONDS} s | about ${shown(guess)} |${peers.map(() => ' | |').join('')}`,
    );
    return [];
  }
  const { mine, theirs } = await taken(entry, threads, peers, engine, turns);
  const missed: string[] = [];
  const columns = peers.map((peer, index) => {
    const time = median(theirs.map((times) => times[index] as number));
    // Of each turn's own: what slows the machine slows both.
    const ratio = median(theirs.map((times, round) => (mine[round] as number) / (times[index] as number)));
    const bar = engine === JUDGED && peer.entry.device === 'cpu' ? entry.bars[peer.entry.bar] : Number.NaN;
    if (ratio > bar)
      missed.push(`${entry.name}, ${threads}: ${ratio.toFixed(2)} × ${peer.entry.name}, the bar is ${bar}`);
    return ` ${shown(time)} | ${ratio.toFixed(2)}${ratio > bar ? ` > ${bar}` : ''} |`;
  });
  const { rounds, epochs, batches } = turns;
  console.log(
    `| ${entry.about} | ${rounds} of ${epochs * batches} steps | ${shown(median(mine))} |${columns.join('')}`,
  );
  return missed;
}

/** As many turns as fit the time, by a short trial, and what a step took there. */
async function plan(
  entry: Case,
  threads: number,
  engine: string,
): Promise<{ readonly turns: Turns | undefined; readonly guess: number }> {
  const trial = await Ours.open(entry, threads, engine, TRIAL);
  await trial.measure(1);
  const guess = await trial.measure(1);
  await trial.close();
  const batches = fullBatches(requestOf(entry.name));
  const wanted = { batches, epochs: entry.epochs, warm: WARM, rounds: ROUNDS, seconds: SECONDS };
  return { turns: turnsWithin(wanted, guess), guess };
}

/** Milliseconds a step, by turn. */
async function taken(
  entry: Case,
  threads: number,
  peers: readonly Peer[],
  engine: string,
  { batches, epochs, warm, rounds }: Turns,
): Promise<{ readonly mine: readonly number[]; readonly theirs: readonly (readonly number[])[] }> {
  const ours = await Ours.open(entry, threads, engine, batches);
  const mine: number[] = [];
  const theirs: number[][] = [];
  for (let turn = 0; turn < warm + rounds; turn += 1) {
    const time = await ours.measure(epochs);
    const times: number[] = [];
    for (const peer of peers) times.push(await peer.measure(entry.name, epochs, batches));
    if (turn < warm) continue;
    mine.push(time);
    theirs.push(times);
  }
  await ours.close();
  return { mine, theirs };
}

function shown(milliseconds: number): string {
  return milliseconds.toFixed(milliseconds < 1 ? 3 : 2);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

await main();
