// axe on what is on the screen, shadow roots included. A violation is told by rule and by element.

import { createRequire } from 'node:module';
import { expect } from '@playwright/test';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Nothing within `selector` breaks a rule of axe. */
export async function expectAccessible(page, selector = 'body') {
  if (!(await page.evaluate(() => 'axe' in window))) await page.addScriptTag({ path: AXE });
  // A colour is judged when it has come to rest.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity)
        .map((animation) => animation.finished.catch(() => undefined)),
    ),
  );
  const violations = await page.evaluate(async (selector) => {
    const { violations } = await window.axe.run(selector, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.flat().join(' → ')} – ${node.failureSummary}`),
    );
  }, selector);
  expect(violations).toEqual([]);
}
