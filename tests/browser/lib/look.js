// Looking at pages: by rule (axe) and by eye (screenshots in `artifacts/pages`).

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';

const SHOTS = new URL('../../../artifacts/pages/', import.meta.url).pathname;

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
      // A phone's window grows with what is too wide: what was asked for does not.
      const wide = await page.evaluate((width) => document.documentElement.scrollWidth > width, width);
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
