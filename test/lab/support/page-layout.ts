// Where the browser placed each text of a page, and whether it is readable there.
import { z } from "zod";
import type { Page } from "../../../lab/browser/page";

const box = z.object({ left: z.number(), top: z.number(), right: z.number(), bottom: z.number() });
const text = z.object({
  text: z.string(),
  /** A box for each line; none if the text is hidden. */
  boxes: z.array(box),
  /** Whether it is on top in the middle of each box. */
  onTop: z.boolean(),
  /** Between its colour and the one behind it, as WCAG counts: from 1 to 21. */
  contrast: z.number(),
});
const layout = z.object({ width: z.number(), texts: z.array(text) });

type Box = z.infer<typeof box>;
export type Text = z.infer<typeof text>;

/** Runs in the page. The window must be as high as the page, since elements outside of it have no position. */
const SCRIPT = `(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const color = element === null ? "rgb(255, 255, 255)" : getComputedStyle(element).backgroundColor;
    return channels(color)[3] === 0 ? behind(element.parentElement) : color;
  };
  const contrast = (element) => {
    const { color, fill } = getComputedStyle(element);
    const ink = element instanceof SVGElement ? fill : color;
    const [a, b] = [luminance(ink), luminance(behind(element))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const nodes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const texts = nodes.filter((node) => node.data.trim() !== "").map((node) => {
    const element = node.parentElement;
    const range = document.createRange();
    range.selectNodeContents(node);
    const seen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const boxes = (seen ? [...range.getClientRects()] : [])
      .filter(({ width, height }) => width > 0 && height > 0)
      .map(({ left, top, right, bottom }) => ({ left, top, right, bottom }));
    const onTop = boxes.every(({ left, top, right, bottom }) =>
      element.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2)));
    return { text: node.data.trim(), boxes, onTop, contrast: contrast(element) };
  });
  return { width: document.documentElement.scrollWidth, texts };
})()`;

export const layoutOf = async (page: Page) => layout.parse(await page.evaluate(SCRIPT));

/** Minimum height of a readable line, in pixels. */
const SMALLEST = 12;
/** The least contrast of text, as WCAG has it for its level AA. */
const PALEST = 4.5;

const overlap = (a: Box, b: Box): boolean =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;

/** A sentence for each error of a page of this width. */
export function faultsOf({ width, texts }: z.infer<typeof layout>, window: number): string[] {
  const short = (words: string): string => `"${words.slice(0, 40)}"`;
  return [
    ...(width > window
      ? [`it is ${String(width)} px wide, in a window of ${String(window)} px`]
      : []),
    ...texts.flatMap(({ text: words, boxes, onTop, contrast }) => [
      ...(boxes.length === 0 ? [`${short(words)} is not shown`] : []),
      ...(boxes.some(({ left, top, right }) => left < 0 || top < 0 || right > window)
        ? [`${short(words)} is not inside the page`]
        : []),
      ...(boxes.some(({ top, bottom }) => bottom - top < SMALLEST)
        ? [`${short(words)} is too small`]
        : []),
      ...(onTop ? [] : [`${short(words)} is covered`]),
      ...(contrast < PALEST ? [`${short(words)} is too pale: ${contrast.toFixed(1)}`] : []),
    ]),
    ...texts.flatMap((one, i) =>
      texts
        .slice(i + 1)
        .filter((other) => one.boxes.some((a) => other.boxes.some((b) => overlap(a, b))))
        .map((other) => `${short(one.text)} and ${short(other.text)} lie upon each other`),
    ),
  ];
}
