// What a new user does in a real VS Code: opens an example, reads hints, hovers, trains, looks at the curves; and what
// they see when the training process is killed. Screenshots go to docs/images/ (SCREENSHOTS names another folder).
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { startCodeServer } from './code-server.mjs';
import { eventually, openWorkbench, plain } from './workbench.mjs';

const faulty = `import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(28, 28, 1)),
    layers.Flatten(),
    layers.Conv2D(8, 3),
])
`;

const ownLoop = `import keras
import tensorflow as tf

x = tf.random.normal([64, 4])
y = tf.reduce_sum(x, axis=1, keepdims=True)
model = keras.Sequential([keras.Input([4]), keras.layers.Dense(1)])
optimizer = keras.optimizers.SGD(0.05)
mean_loss = keras.metrics.Mean()
for epoch in range(3):
    mean_loss.reset_state()
    for step in range(20):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(y - model(x)))
        grads = tape.gradient(loss, model.trainable_weights)
        optimizer.apply_gradients(zip(grads, model.trainable_weights))
        mean_loss.update_state(loss)
    print(float(mean_loss.result()))
`;

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
const tools = process.env.EDITOR_TOOLS;
const images = process.env.SCREENSHOTS ?? path.join(root, 'docs/images');
const kills = Number(process.env.KILLS ?? 20);
const folder = mkdtempSync(path.join(tmpdir(), 'layerscope-workspace-'));
const runs = path.join(folder, '.layerscope/runs');
/** What is chosen on a page, and when: VS Code is to show it again. */
const leftChosen = { smoothing: '0.1', logarithmic: 'true', isShown: 'false' };
let leftAt = 0;
let server;
let workbench;

afterEach(async (context) => {
  // What a person would have seen, beside the pictures of what went well.
  if (context.passed === false)
    await workbench?.page.screenshot({
      path: path.join(folder, '..', `layerscope-failed-${context.name.slice(0, 20).replace(/\W+/g, '-')}.png`),
    });
});

before(async () => {
  assert.ok(tools, 'EDITOR_TOOLS names the folder that install.sh filled');
  const vsix = readdirSync(root)
    .filter((name) => name.endsWith('.vsix'))
    .map((name) => path.join(root, name))[0];
  assert.ok(vsix, 'npm run package makes the VSIX that this test installs');
  cpSync(path.join(root, 'examples'), folder, { recursive: true });
  const spirals = readFileSync(path.join(folder, 'spirals.py'), 'utf8');
  writeFileSync(path.join(folder, 'long_spirals.py'), spirals.replace('epochs=40', 'epochs=4000'));
  // Two that do not end before both are seen, however slow the machine is.
  for (const name of ['endless_spirals.py', 'other_spirals.py'])
    writeFileSync(path.join(folder, name), spirals.replace('epochs=40', 'epochs=100000'));
  writeFileSync(path.join(folder, 'faulty.py'), faulty);
  writeFileSync(path.join(folder, 'own_loop.py'), ownLoop);
  writeFileSync(path.join(folder, 'broken.py'), 'import keras\nx = = 3\n');
  mkdirSync(images, { recursive: true });
  server = await startCodeServer({ tools, vsix });
  workbench = await openWorkbench({ tools, url: server.url, folder });
});

after(async () => {
  await workbench?.close();
  server?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

test('shapes, parameters and lenses stand beside the code', async () => {
  await workbench.open('course_fashion_mnist.py');
  await workbench.hint('Dense(300', '(batch, 300)');
  await workbench.hint('Dense(300', '235,500');
  await workbench.hint('Dense(10, ', '(batch, 10)');
  await eventually(async () => assert.deepEqual(await workbench.lenses(), ['266,610 params | Summary']));
  await workbench.screenshot(path.join(images, 'hints-dark.png'));
});

test('a hover explains the parameters', async () => {
  const text = await workbench.hover('Dense(300', 'Dense');
  assert.match(text, /784 × 300 \+ 300 = 235,500/);
  assert.match(text, /\(batch, 784\)/);
  await workbench.page.screenshot({ path: path.join(images, 'hover-dark.png') });
});

test('typing brings new shapes, and half a line none that are wrong', async () => {
  const { page } = workbench;
  await workbench.open('course_functional.py');
  await workbench.hint('Dense(10)', '650');
  await page.locator('.monaco-editor .view-line').filter({ hasText: 'Dense(10)' }).first().click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('more = layers.Dense(7)(outputs)', { delay: 20 });
  await workbench.hint('more =', '(batch, 7)');
  await workbench.hint('more =', '77');
  for (let i = 0; i < 10; i += 1) await page.keyboard.press('Control+Z');
});

test('a layer that does not fit is underlined, and says what to do', async () => {
  await workbench.open('faulty.py');
  await workbench.page.locator('.squiggly-error').first().waitFor();
  const text = await workbench.hover('Conv2D(8', 'Conv2D');
  assert.match(text, /\(batch, 784\)/);
  await workbench.page.screenshot({ path: path.join(images, 'fault-dark.png') });
});

test('the summary page lists the layers', async () => {
  await workbench.open('course_fashion_mnist.py');
  await workbench.lens('Summary').click();
  const page = await workbench.webview('vscode-data-grid');
  await eventually(async () => assert.match(await page.locator('body').innerText(), /266,610/));
  const text = await page.locator('body').innerText();
  for (const expected of ['(None, 784)', '(None, 300)', '235,500', '30,100', '1,010'])
    assert.ok(text.includes(expected), `${expected} in: ${text}`);
  await workbench.screenshot(path.join(images, 'summary-dark.png'));
  await workbench.closeEditors();
});

test('Train draws the curves that the run wrote down', async () => {
  await workbench.open('spirals.py');
  await workbench.lens('Train').click();
  const page = await workbench.webview('#status');
  await eventually(async () => assert.equal(await page.locator('#status').innerText(), 'Completed'));
  const drawn = await points(page);
  const written = historyOf(newestRun());
  assert.deepEqual(drawn.names, ['accuracy', 'loss', 'val_accuracy', 'val_loss']);
  assert.equal(drawn.rows.length, 40);
  for (const [epoch, row] of drawn.rows.entries()) {
    // The page shows four decimals, or three digits of a smaller number.
    for (const [i, name] of drawn.names.entries())
      assert.ok(
        Math.abs(Number(row[i]) - written[epoch][name]) <= Math.max(5.1e-5, 0.0051 * written[epoch][name]),
        `${name} of epoch ${epoch + 1}: ${row[i]} is ${written[epoch][name]}`,
      );
  }
  assert.ok(Number(drawn.rows.at(-1)[drawn.names.indexOf('accuracy')]) > 0.95, 'the network learns');
  await workbench.closeEditors();
});

test('a loop that the script writes itself has curves by step', async () => {
  await workbench.open('own_loop.py');
  await workbench.lens('Train').click();
  const page = await workbench.webview('.loop');
  await eventually(async () => assert.equal(await page.locator('#status').innerText(), 'Completed'));
  assert.match(await page.locator('.loop .progress-text').innerText(), /^Step 60 · loss /);
  const { names, rows } = await points(page, '.loop');
  assert.deepEqual(names, ['loss', 'mean_loss']);
  assert.equal(rows.length, 60);
  assert.ok(Number(rows.at(-1)[0]) < Number(rows[0][0]), 'the loop learns');
  assert.deepEqual(
    rows.flatMap(([, mean], i) => (mean === '' ? [] : [i + 1])),
    [20, 40, 60],
  );
  await workbench.closeEditors();
});

test('runs are laid over each other, with what differs between them', async () => {
  await workbench.open('spirals.py');
  await workbench.command('Layerscope: Compare Runs', true);
  const input = workbench.page.locator('.quick-input-widget');
  await input.getByText('1 Selected').waitFor();
  // The newest is proposed: the loop.
  await input.locator('.monaco-list-row').filter({ hasText: 'spirals.py' }).first().click();
  await input.getByText('2 Selected').waitFor();
  await workbench.page.keyboard.press('Enter');
  const page = await workbench.webview('.scrolling table');
  await eventually(async () => assert.equal(await page.locator('.scrolling tbody tr').count(), 2));
  const [spirals, loop] = await page.locator('.scrolling tbody tr').allInnerTexts();
  assert.match(spirals, /spirals\.py[\s\S]*Completed[\s\S]*40 of 40 epochs/);
  assert.match(loop, /own_loop\.py[\s\S]*Completed[\s\S]*60 steps/);
  const titles = await page.locator('figcaption').allInnerTexts();
  assert.deepEqual(titles, ['loss', 'val_loss', 'accuracy', 'val_accuracy', 'loss', 'mean_loss']);
  const toggle = page.locator('.toggle').first();
  await toggle.focus();
  await workbench.page.keyboard.press('Enter');
  assert.equal(await toggle.getAttribute('aria-pressed'), 'false');
  const inCharts = () =>
    page.locator('.u-legend [role=button]').evaluateAll((all) => all.map((each) => each.getAttribute('aria-pressed')));
  assert.deepEqual(await inCharts(), ['false', 'false', 'false', 'false', 'true', 'true']);
  await page.locator('.u-legend [role=button]').first().focus();
  await workbench.page.keyboard.press('Space');
  assert.deepEqual(new Set(await inCharts()), new Set(['true']));
  assert.equal(await toggle.getAttribute('aria-pressed'), 'true');
  await workbench.closeEditors();
});

test('an error in the syntax stands once among the problems, also after Train', async () => {
  await workbench.open('broken.py');
  await workbench.page.locator('.squiggly-error').first().waitFor();
  await workbench.command('Layerscope: Train');
  await workbench.webview('#status[data-status=failed]');
  assert.equal(await workbench.page.locator('.squiggly-error').count(), 1);
  await workbench.closeEditors();
});

test('a functional model with two inputs', async () => {
  await workbench.open('two_inputs.py');
  await workbench.hint('Embedding(', '(batch, None, 64)');
  await workbench.hint('LSTM(32', '(batch, 32) · 12,416 params');
  await workbench.hint('concatenate(', '(batch, 44)');
  await workbench.hint('Dense(departments', '(batch, 4) · 180 params');
  await workbench.screenshot(path.join(images, 'two-inputs-dark.png'));
});

test('a subclassed model and its layer, in the bodies of their classes', async () => {
  await workbench.open('residual_net.py');
  await workbench.hint('self.first(inputs)', '(batch, 30, 30, 16)');
  await workbench.hint('self.head(x)', '(batch, 10)');
  await eventually(async () => assert.ok((await workbench.lenses()).some((lens) => lens.startsWith('5,258 params'))));
  await workbench.screenshot(path.join(images, 'subclass-dark.png'));
});

test('a model across two files, which follows an edit in the other', async () => {
  await workbench.open('two_files.py');
  await workbench.hint('dense_block(x, 100)', '(batch, 100)');
  await workbench.hint('Dense(10', '(batch, 10) · 1,010 params');
  await workbench.screenshot(path.join(images, 'two-files-dark.png'));
  await workbench.open('blocks.py');
  await workbench.page
    .locator('.monaco-editor .view-line')
    .filter({ hasText: 'return layers.Dropout' })
    .first()
    .click();
  await workbench.page.keyboard.press('Home');
  await workbench.page.keyboard.type('x = layers.Dense(7)(x)\n', { delay: 20 });
  await workbench.open('two_files.py');
  await workbench.hint('dense_block(x, 100)', '(batch, 7)');
  await workbench.hint('Dense(10', '(batch, 10) · 80 params');
  await workbench.command('File: Save All');
  await workbench.closeEditors();
});

test('the cells of a notebook, and Train from one of them', async () => {
  await workbench.open('quadrants.ipynb');
  await workbench.hint('Dense(16', '(batch, 16) · 48 params');
  await workbench.hint('Dense(1, ', '(batch, 1) · 17 params');
  await workbench.screenshot(path.join(images, 'notebook-dark.png'));
  await workbench.lens('Train').click();
  const page = await workbench.webview('#status');
  await eventually(async () => assert.equal(await page.locator('#status').innerText(), 'Completed'));
  assert.equal((await points(page)).rows.length, 5);
  assert.match(await page.locator('body').innerText(), /cell 6, line 1/);
  assert.match(recordOf(newestRun()).file, /quadrants\.ipynb$/);
  await workbench.closeEditors();
});

test('curves grow while training, and Stop stops', async () => {
  await workbench.open('long_spirals.py');
  await workbench.lens('Train').click();
  const page = await workbench.webview('#status');
  await eventually(async () => assert.ok((await points(page)).rows.length > 20));
  await page.locator('#smoothing').fill('0.6');
  await eventually(async () =>
    assert.match(await page.locator('.u-legend').first().innerText(), /loss\s*[\d.]+ · smoothed [\d.]+/),
  );
  await page.locator('#logarithmic').click();
  await workbench.screenshot(path.join(images, 'curves-dark.png'));
  await page.locator('#stop').click();
  await eventually(async () => assert.equal(await page.locator('#status').innerText(), 'Stopped'));
  assert.equal(recordOf(newestRun()).status, 'stopped');
  await workbench.closeEditors();
});

test(`a killed training process is said, its run reads whole, and the next Train works (${kills} times)`, async () => {
  await workbench.open('long_spirals.py');
  for (let i = 0; i < kills; i += 1) {
    const earlier = newestRun();
    await workbench.command('Layerscope: Train');
    const run = await eventually(async () => {
      const latest = newestRun();
      assert.notEqual(latest, earlier);
      assert.ok(historyOf(latest).length > 0);
      return latest;
    });
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 400));
    process.kill(recordOf(run).process, 'SIGKILL');
    const page = await workbench.webview('#status[data-status]');
    await eventually(async () => assert.match(await page.locator('#status').innerText(), /ended before the run did/));
    await eventually(async () => assert.match(await page.locator('[role=alert]').innerText(), /killed/i));
    const epochs = historyOf(run);
    assert.ok(epochs.length > 0);
    assert.deepEqual(
      epochs.map(({ epoch }) => epoch),
      epochs.map((_, index) => index + 1),
      'every epoch that was written is there',
    );
  }
  await workbench.closeEditors();
});

test('a killed training is resumed from its notification, its page and the palette', async () => {
  await workbench.closeNotifications();
  await workbench.open('long_spirals.py');
  await workbench.command('Layerscope: Train');
  const first = await trainingWith(30);
  process.kill(recordOf(first).process, 'SIGKILL');
  const notification = workbench.page.locator('.notification-toast').filter({ hasText: /was killed/ });
  await notification.waitFor();
  let page = await workbench.webview('#status[data-status=lost]');
  await eventually(async () => assert.equal(await page.locator('#resume').isVisible(), true));
  await workbench.screenshot(path.join(images, 'interrupted-dark.png'));
  const before = (await points(page)).rows;
  await notification.getByRole('button', { name: 'Resume' }).click();
  const second = await trainingWith(before.length + 20, first);
  page = await workbench.webview('#status[data-status=running]');
  await eventually(async () => assert.ok((await points(page)).rows.length > before.length));
  assert.deepEqual((await points(page)).rows.slice(0, before.length), before, 'the curves go on from where they were');
  assert.equal(recordOf(second).resumes, path.basename(first));
  process.kill(recordOf(second).process, 'SIGKILL');
  page = await workbench.webview('#status[data-status=lost]');
  await page.locator('#resume').click();
  const third = await trainingWith(1, second);
  await workbench.closeNotifications();
  page = await workbench.webview('#status[data-status=running]');
  await eventually(async () => assert.ok((await points(page)).rows.length > before.length + 20));
  await page.locator('#stop').click();
  await eventually(async () => assert.equal(await page.locator('#status').innerText(), 'Stopped'));
  assert.equal(recordOf(third).status, 'stopped');
  await workbench.command('Layerscope: Resume a Run', true);
  const row = workbench.page.locator('.quick-input-list .monaco-list-row').first();
  await eventually(async () =>
    assert.match(plain(await row.innerText()), /long_spirals\.py[\s\S]*epoch \d+ of 4000[\s\S]*Stopped/),
  );
  await workbench.screenshot(path.join(images, 'resume-dark.png'));
  await workbench.page.keyboard.press('Enter');
  await trainingWith(1, third);
  page = await workbench.webview('#status[data-status=running]');
  await workbench.screenshot(path.join(images, 'resumed-dark.png'));
  await page.locator('#stop').click();
  await eventually(async () => assert.equal(await page.locator('#status').innerText(), 'Stopped'));
  await workbench.closeEditors();
});

test('two trainings beside each other have a page each', async () => {
  await workbench.closeNotifications();
  await workbench.open('endless_spirals.py');
  await workbench.command('Layerscope: Train');
  const first = await trainingWith(3);
  const page = await workbench.webview('#smoothing:visible');
  for (const [selector, key] of [
    ['#smoothing', 'PageUp'],
    ['#logarithmic', 'Space'],
    ['.u-legend [role=button]', 'Enter'],
  ]) {
    await page.locator(selector).first().focus();
    await workbench.page.keyboard.press(key);
  }
  assert.deepEqual(await chosen(page), leftChosen);
  leftAt = Date.now();
  // Back to the column of the scripts.
  await workbench.page
    .locator('.tab')
    .filter({ hasText: /^endless_spirals/ })
    .click();
  await workbench.open('other_spirals.py');
  await workbench.command('Layerscope: Train');
  await workbench.page.getByRole('button', { name: 'Train Beside It' }).click();
  const second = await trainingWith(3, first);
  assert.match(recordOf(second).file, /other_spirals\.py$/);
  await eventually(async () =>
    assert.equal(await workbench.page.locator('.tab').filter({ hasText: 'Curves: ' }).count(), 2),
  );
  const status = workbench.page.locator('.statusbar-item').filter({ hasText: '2 trainings' });
  await status.waitFor();
  await workbench.screenshot(path.join(images, 'two-runs-dark.png'));
  for (const name of ['endless_spirals.py', 'other_spirals.py']) {
    await workbench.command('Layerscope: Stop Training', name === 'endless_spirals.py');
    if (name === 'endless_spirals.py') {
      await workbench.chosen(name);
      await workbench.page.keyboard.press('Enter');
    }
    await eventually(async () =>
      assert.equal(recordOf(name === 'endless_spirals.py' ? first : second).status, 'stopped'),
    );
  }
});

test('pages of curves are there again when VS Code starts anew, as they were left; the same in a light theme', async () => {
  server.change({ 'workbench.colorTheme': 'Light Modern' });
  // In a browser VS Code writes what it keeps every five seconds.
  await workbench.page.waitForTimeout(Math.max(0, leftAt + 7000 - Date.now()));
  await workbench.reload();
  await workbench.page.locator('.tab').filter({ hasText: 'Curves: endless_spirals.py' }).click();
  const again = await workbench.webview('#status[data-status=stopped]');
  await eventually(async () => assert.match(await again.locator('h1').innerText(), /^endless_spirals\.py, /));
  assert.deepEqual(await chosen(again), leftChosen);
  await workbench.closeEditors();
  await workbench.open('course_fashion_mnist.py');
  await workbench.hint('Dense(300', '(batch, 300)');
  await workbench.lens('266,610').waitFor();
  await workbench.screenshot(path.join(images, 'hints-light.png'));
  await workbench.lens('Summary').click();
  const summary = await workbench.webview('vscode-data-grid');
  await eventually(async () => assert.match(await summary.locator('body').innerText(), /266,610/));
  await workbench.screenshot(path.join(images, 'summary-light.png'));
  await workbench.closeEditors();
  await workbench.open('long_spirals.py');
  await workbench.lens('Train').click();
  const page = await workbench.webview('#status');
  await eventually(async () => assert.ok((await points(page)).rows.length > 20));
  await page.locator('#smoothing').fill('0.6');
  await page.locator('#logarithmic').click();
  await workbench.screenshot(path.join(images, 'curves-light.png'));
  await page.locator('#stop').click();
  await eventually(async () => assert.equal(await page.locator('#status').innerText(), 'Stopped'));
});

/** The newest run, once it goes, has so many epochs and a checkpoint; another than `earlier`. */
async function trainingWith(epochs, earlier) {
  return eventually(async () => {
    const latest = newestRun();
    assert.ok(latest && latest !== earlier && recordOf(latest).status === 'running');
    process.kill(recordOf(latest).process, 0);
    assert.ok(historyOf(latest).length >= epochs, `${historyOf(latest).length} epochs`);
    assert.ok(readdirSync(path.join(latest, 'checkpoints')).some((name) => name.endsWith('.checkpoint')));
    return latest;
  });
}

/** The table under the curves: the names of the logs, and a row of values an epoch, or a step. It is filled while it is open. */
async function points(page, of = '.fit') {
  const opened = (open) =>
    page.locator(`${of} details`).evaluateAll((all, is) => {
      for (const details of all) details.open = is;
    }, open);
  await opened(true);
  // `toggle` comes later.
  await page.locator('body').evaluate(() => new Promise((done) => setTimeout(done, 50)));
  const names = (await page.locator(`${of} details thead th`).allTextContents()).slice(1);
  const rows = await page
    .locator(`${of} details tbody tr`)
    .evaluateAll((all) => all.map((tr) => [...tr.querySelectorAll('td')].map((td) => td.textContent)));
  await opened(false);
  const order = names.map((name, i) => ({ name, i })).sort((a, b) => (a.name < b.name ? -1 : 1));
  return { names: order.map(({ name }) => name), rows: rows.map((row) => order.map(({ i }) => row[i])) };
}

async function chosen(page) {
  return {
    smoothing: await page.locator('#smoothing').inputValue(),
    logarithmic: await page.locator('#logarithmic').getAttribute('aria-checked'),
    isShown: await page.locator('.u-legend [role=button]').first().getAttribute('aria-pressed'),
  };
}

function newestRun() {
  if (!existsSync(runs)) return undefined;
  const names = readdirSync(runs)
    .filter((name) => existsSync(path.join(runs, name, 'run.json')))
    .sort();
  return names.length ? path.join(runs, names.at(-1)) : undefined;
}

function recordOf(run) {
  return JSON.parse(readFileSync(path.join(run, 'run.json'), 'utf8'));
}

/** The logs of each epoch; every line must read, but for a torn last one. */
function historyOf(run) {
  const lines = readFileSync(path.join(run, 'events.jsonl'), 'utf8').split('\n');
  return lines
    .slice(0, -1)
    .map((line) => JSON.parse(line))
    .filter(({ event }) => event === 'epoch')
    .map(({ epoch, logs }) => ({ epoch, ...logs }));
}
