// Looking at pages: by rule (axe) and by eye (screenshots, gathered into one contact sheet).

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';

const ARTIFACTS = new URL('../../../artifacts/', import.meta.url).pathname;
const SHOTS = join(ARTIFACTS, 'pages');

const WIDTHS = [360, 1280];
const THEMES = ['light', 'dark'];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * Looks at a page as it stands, in both widths and themes unless told otherwise: throws with
 * everything that axe finds, and keeps a screenshot of each under `name`.
 */
export async function look(page, name, { widths = WIDTHS, themes = THEMES } = {}) {
  const before = page.viewportSize();
  const found = [];
  for (const width of widths) {
    for (const theme of themes) {
      await page.setViewportSize({ width, height: width < 600 ? 740 : 900 });
      await page.emulateMedia({ colorScheme: theme });
      await keep(page, `${name}.${width}.${theme}`);
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      for (const { id, help, nodes } of violations) {
        for (const { target, failureSummary } of nodes) {
          found.push(`${width} ${theme}: ${id} (${help}) at ${target}: ${failureSummary}`);
        }
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      if (wide) found.push(`${width} ${theme}: the page scrolls sideways`);
    }
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: null });
  if (found.length > 0) throw new Error(`${name}:\n  ${found.join('\n  ')}`);
}

/** Keeps a picture of the page: all of it, or the window where a dialog stands before it. */
export async function keep(page, name) {
  mkdirSync(SHOTS, { recursive: true });
  const fullPage = (await page.locator('dialog:modal').count()) === 0;
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage, animations: 'disabled' });
}

/** Writes `artifacts/contact-sheet.html`, and a picture of it, from every screenshot there is. */
export async function contactSheet(context) {
  mkdirSync(SHOTS, { recursive: true });
  const shots = readdirSync(SHOTS).filter((file) => file.endsWith('.png')).sort();
  const names = [...new Set(shots.map((file) => file.split('.')[0]))];
  const figure = (file) => `<figure><a href="pages/${file}"><img src="pages/${file}" alt=""></a>
    <figcaption>${file.split('.').slice(1, 3).join(' ')}</figcaption></figure>`;
  const rows = names.map((name) => {
    const own = shots.filter((file) => file.split('.')[0] === name);
    return `<section><h2>${name}</h2><div>${own.map(figure).join('')}</div></section>`;
  });
  const sheet = join(ARTIFACTS, 'contact-sheet.html');
  writeFileSync(
    sheet,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Every page</title><style>
      body { font: 14px system-ui; margin: 24px; background: #ddd; }
      section div { display: flex; gap: 12px; align-items: flex-start; flex-wrap: wrap; }
      figure { margin: 0; } img { max-height: 420px; max-width: 480px; border: 1px solid #999; }
    </style>${rows.join('\n')}</html>`,
  );
  const page = await context.newPage();
  await page.goto(`file://${sheet}`);
  await page.screenshot({ path: join(ARTIFACTS, 'contact-sheet.png'), fullPage: true });
  await page.close();
  return names;
}
