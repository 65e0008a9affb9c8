// What a person does in VS Code, as functions on Playwright's page.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const chromiumFlags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Opens the workbench in a browser of its own. */
export async function openWorkbench({ tools, url, folder }) {
  const { chromium } = createRequire(path.join(tools, 'playwright/'))('playwright-core');
  const browserData = mkdtempSync(path.join(tmpdir(), 'layerscope-browser-'));
  const context = await chromium.launchPersistentContext(browserData, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    viewport: { width: 1400, height: 900 },
    args: chromiumFlags,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(40_000);
  await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`);
  await page.locator('.monaco-workbench').waitFor();
  return new Workbench(page, async () => {
    await context.close();
    rmSync(browserData, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  });
}

class Workbench {
  constructor(page, close) {
    this.page = page;
    this.close = close;
  }

  async reload() {
    await this.page.reload();
    await this.page.locator('.monaco-workbench').waitFor();
  }

  /** Runs a command from the palette; `asks`: one that opens a list of its own. */
  async command(title, asks = false) {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.waitFor({ state: 'visible' });
    await input.fill(`>${title}`);
    const exactly = new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: exactly }).first().click();
    if (!asks) await input.waitFor({ state: 'hidden' });
  }

  /** Waits until Enter would take what is meant: the list first shows what was used lately. */
  async chosen(text) {
    await this.page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: text }).waitFor();
  }

  /** Opens a file of the workspace by its name. */
  async open(file) {
    await this.page.keyboard.press('Control+P');
    const input = this.page.locator('.quick-input-widget input.input');
    await input.waitFor({ state: 'visible' });
    await input.fill(file);
    await this.chosen(file);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.tab.active').filter({ hasText: file }).first().waitFor();
  }

  /** The text of a line that is on the screen, hints included. */
  async line(containing) {
    const line = this.page.locator('.monaco-editor .view-line').filter({ hasText: containing }).first();
    await line.waitFor();
    return plain(await line.innerText());
  }

  /** Waits until a line on the screen shows a text beside the code. */
  async hint(containing, expected) {
    await eventually(async () => {
      const text = await this.line(containing);
      if (!text.includes(expected)) throw new Error(`no hint "${expected}" in: ${text}`);
    });
  }

  lens(text) {
    return this.page.locator('.codelens-decoration a').filter({ hasText: text }).first();
  }

  async lenses() {
    return (await this.page.locator('.codelens-decoration').allTextContents()).map(plain);
  }

  /** Rests the mouse on a word and reads what comes up. */
  async hover(containing, word) {
    const line = this.page.locator('.monaco-editor .view-line').filter({ hasText: containing }).first();
    await line.waitFor();
    const popup = this.page.locator('.monaco-hover:visible .hover-contents').first();
    await eventually(async () => {
      await this.page.mouse.move(700, 890);
      const { x, y } = await line.evaluate(middleOf, word);
      await this.page.mouse.move(x, y);
      await popup.waitFor({ timeout: 3000 });
    });
    return plain((await this.page.locator('.monaco-hover:visible .hover-contents').allInnerTexts()).join('\n'));
  }

  /** The document inside the webview that has an element. */
  async webview(selector) {
    let found;
    await eventually(async () => {
      for (const frame of this.page.frames()) {
        const there = await frame
          .locator(selector)
          .count()
          .catch(() => 0);
        if (there > 0) found = frame;
      }
      if (!found) throw new Error(`no page shows ${selector}`);
    });
    return found;
  }

  async closeNotifications() {
    await this.command('Notifications: Clear All Notifications');
  }

  async closeEditors() {
    await this.command('View: Close All Editors');
  }

  async screenshot(file) {
    await this.page.mouse.move(700, 890);
    await this.page.waitForTimeout(400);
    await this.page.screenshot({ path: file });
  }
}

/** Runs in the page: where a word stands on the screen. */
function middleOf(line, word) {
  const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const at = text.data.indexOf(word);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + word.length);
    const { x, y, width, height } = range.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  }
  throw new Error(`no ${word} in ${line.textContent}`);
}

/** VS Code writes hints with non-breaking spaces. */
export function plain(text) {
  return text.replace(/\u00a0/g, ' ').replace(/[\u200b\u200c]/g, '');
}

/** Tries again until it does not throw. */
export async function eventually(attempt, milliseconds = 40_000) {
  const end = Date.now() + milliseconds;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
