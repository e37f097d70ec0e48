// axe on what is on the screen, shadow roots included. A violation is told by rule and by element.

import { createRequire } from 'node:module';
import { join } from 'node:path';

import { expect } from '@playwright/test';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/**
 * Nothing within `selector` breaks a rule of axe. Where SHOTS names a folder, a picture of each screen with a name is
 * left there for people to judge.
 */
export async function expectAccessible(page, selector = 'body', name = '') {
  if (!(await page.evaluate(() => 'axe' in window))) await page.addScriptTag({ path: AXE });
  // A colour is judged when it has come to rest. A document does not list the animations of its shadow roots.
  await page.evaluate(async () => {
    const roots = [document, ...[...document.querySelectorAll('*')].flatMap((element) => element.shadowRoot ?? [])];
    const passing = roots
      .flatMap((root) => root.getAnimations())
      .filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(passing.map((animation) => animation.finished));
  });
  const violations = await page.evaluate(async (selector) => {
    const { violations } = await window.axe.run(selector, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.flat().join(' → ')} – ${node.failureSummary}`),
    );
  }, selector);
  if (process.env.SHOTS && name) {
    const scheme = await page.evaluate(() => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
    const { width } = page.viewportSize();
    await page.screenshot({ path: join(process.env.SHOTS, `${name}-${width}-${scheme}.png`) });
  }
  expect(violations).toEqual([]);
}
