import type { Page } from "playwright-core";

/** What Tab has to stop at, in the order of the document; a group of radio buttons is one stop. */
export function tabStops(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    return [...document.querySelectorAll<HTMLElement>(all)]
      .filter((element) => element.checkVisibility() && !element.matches(":disabled"))
      .filter((element) => !element.matches("[type=radio]:not(:checked)"))
      .map((element) => element.outerHTML);
  });
}

/** Presses the key from the page's start or end; where it stops. The press after the last stop has to lead out. */
export async function walkByTab(page: Page, key: "Tab" | "Shift+Tab", presses: number): Promise<string[]> {
  // Laid out: before that there is nothing to go to.
  await page.waitForLoadState("load");
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  await page.evaluate((back) => {
    const edge = document.createElement("i");
    edge.tabIndex = -1;
    if (back) document.body.append(edge);
    else document.body.prepend(edge);
    edge.focus();
    edge.remove();
  }, key === "Shift+Tab");
  const stops: string[] = [];
  let before: Box | undefined;
  for (let press = 0; press < presses; press++) {
    await page.keyboard.press(key);
    const { html, outlined, box } = await focus(page);
    if (!outlined) throw new Error(`No outline: ${html}`);
    if (before && !follows(key === "Tab" ? [before, box] : [box, before]))
      throw new Error(`Not where the eye looks for it: ${html}`);
    before = box;
    stops.push(html);
  }
  await page.keyboard.press(key);
  const { html } = await focus(page);
  if (presses > 1 && html === stops.at(-1)) throw new Error(`No way out of ${html}`);
  return stops;
}

interface Box {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Further down, or further on in the same row. */
function follows([one, next]: readonly [Box, Box]): boolean {
  return next.top >= one.bottom - 1 || next.left >= one.right - 1;
}

function focus(page: Page): Promise<{ html: string; outlined: boolean; box: Box }> {
  return page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const { top, left, bottom, right } = element.getBoundingClientRect();
    return {
      html: element.outerHTML,
      outlined: outlineStyle !== "none" && outlineWidth !== "0px",
      box: {
        top: top + scrollY,
        left,
        bottom: bottom + scrollY,
        right,
      },
    };
  });
}
