/** Pages as people look at them: light and dark, on a wide and on a narrow screen; and what would be wrong there. */
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';

export interface Look {
  /** `dark-narrow`, for names of files and tests. */
  name: string;
  colorScheme: 'light' | 'dark';
  /** Of the window, in CSS pixels. */
  width: number;
}

const WIDTHS = { wide: 1100, narrow: 390 };

export const LOOKS: readonly Look[] = (['light', 'dark'] as const).flatMap((colorScheme) =>
  Object.entries(WIDTHS).map(([size, width]) => ({ name: `${colorScheme}-${size}`, colorScheme, width })),
);

export interface Looked {
  /** Sentences about text that is cut, overlapping or unreadable, with everything unfolded. */
  faults: string[];
  /** Of the page as it opens, at most `height` CSS pixels of it. */
  png?: Buffer;
}

/** @param height of a picture to take, in CSS pixels; without it none is taken. */
export async function lookAt(browser: Browser, html: string, look: Look, height?: number): Promise<Looked> {
  const { colorScheme, width } = look;
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
  try {
    await page.setContent(html);
    const png = height === undefined ? undefined : await picture(page, width, height);
    await page.evaluate(UNFOLD);
    const faults = (await page.evaluate(await readFile(new URL('faults.js', import.meta.url), 'utf8'))) as string[];
    return png ? { faults, png } : { faults };
  } finally {
    await page.close();
  }
}

const UNFOLD = "for (const folded of document.querySelectorAll('details')) folded.open = true;";

async function picture(page: Awaited<ReturnType<Browser['newPage']>>, width: number, most: number): Promise<Buffer> {
  const whole = (await page.evaluate('document.documentElement.scrollHeight')) as number;
  return page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(whole, most) } });
}
