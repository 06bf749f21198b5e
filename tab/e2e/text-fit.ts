/** Measures in the page whether every text can be read: not cut off, not outside its box, under no other text. */
import type { Frame } from 'playwright-core';

/** A line of text, and what of it can be seen. */
interface Line {
  readonly element: Element;
  readonly node: Node;
  readonly box: DOMRect;
}

/** A line against one of the boxes around it. */
interface Meeting {
  readonly style: CSSStyleDeclaration;
  readonly box: DOMRect;
  readonly wide: boolean;
  readonly high: boolean;
}

/** Runs in the page: what is wrong with the texts on screen. An open dialog is looked at alone. */
function findMisfits(): string[] {
  const dialogs = [...document.querySelectorAll('[role=dialog], [role=alertdialog]')];
  const roots = dialogs.length > 0 ? dialogs : [...document.querySelectorAll('header, main')];
  const found: string[] = [];
  for (const root of roots) {
    const lines = linesOf(root, found);
    found.push(...overlaps(lines));
    for (const field of root.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select'))
      if (!isHidden(field)) found.push(...fieldTrouble(field));
  }
  const wider = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wider > 0) found.push(`${wider} px wider than the window`);
  return [...new Set(found)];
}

function nameOf(element: Element): string {
  return `<${element.tagName.toLowerCase()}> “${(element.textContent ?? '').trim().slice(0, 60)}”`;
}

function isHidden(element: Element): boolean {
  const box = element.getBoundingClientRect();
  const shown = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  return !shown || (box.width <= 1 && box.height <= 1);
}

function linesOf(root: Element, found: string[]): Line[] {
  const lines: Line[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element === null || (node.textContent ?? '').trim() === '') continue;
    if (element.closest('svg, select, script, style') !== null || isHidden(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      const box = line.width < 1 ? null : seenOf(element, line, found);
      if (box !== null) lines.push({ element, node, box });
    }
  }
  return lines;
}

/** The part of a line that can be seen; null: none, or it was found wanting. */
function seenOf(element: Element, line: DOMRect, found: string[]): DOMRect | null {
  let seen = line;
  for (let up: Element | null = element; up !== null && up !== document.body; up = up.parentElement) {
    const meeting = meet(up, seen);
    if (meeting === null) continue;
    const trouble = troubleAt(up, meeting);
    if (trouble !== null) found.push(`${trouble}: ${nameOf(element)}`);
    const rest = within(seen, meeting);
    if (trouble !== null || rest === null) return null;
    seen = rest;
    if (meeting.style.position === 'fixed') break;
  }
  if (seen.left >= -1.5 && seen.right <= innerWidth + 1.5) return seen;
  found.push(`outside the window: ${nameOf(element)}`);
  return null;
}

function meet(up: Element, line: DOMRect): Meeting | null {
  const style = getComputedStyle(up);
  if (style.display === 'inline' || style.display === 'contents') return null;
  const box = up.getBoundingClientRect();
  // A letter with accents on both sides is higher than its line.
  return {
    style,
    box,
    wide: line.left < box.left - 1.5 || line.right > box.right + 1.5,
    high: line.top < box.top - 4 || line.bottom > box.bottom + 4,
  };
}

/** What is wrong where a line meets a box: what scrolls may hide it, an ellipsis may cut it when it is said in full. */
function troubleAt(up: Element, { style, wide, high }: Meeting): string | null {
  const clips = ['hidden', 'clip'];
  if (clips.includes(style.overflowX)) {
    const isSaid = up.closest('[title]') !== null || up.querySelector('[title]') !== null;
    if (wide && !(style.textOverflow === 'ellipsis' && isSaid)) return 'cut off';
    return high && clips.includes(style.overflowY) ? 'cut off at the top or bottom' : null;
  }
  const isBox = style.borderLeftStyle !== 'none' && style.borderRightStyle !== 'none';
  return (wide || high) && isBox && style.overflowX === 'visible' ? 'outside its box' : null;
}

function within(line: DOMRect, { style, box }: Meeting): DOMRect | null {
  if (style.overflowX === 'visible' && style.overflowY === 'visible') return line;
  const [left, top] = [Math.max(line.left, box.left), Math.max(line.top, box.top)];
  const [right, bottom] = [Math.min(line.right, box.right), Math.min(line.bottom, box.bottom)];
  return right - left < 1 || bottom - top < 1 ? null : new DOMRect(left, top, right - left, bottom - top);
}

function overlaps(lines: readonly Line[]): string[] {
  const found: string[] = [];
  const sorted = [...lines].sort((a, b) => a.box.top - b.box.top);
  sorted.forEach((a, at) => {
    for (const b of sorted.slice(at + 1)) {
      if (b.box.top > a.box.bottom - 4) break;
      const left = Math.max(a.box.left, b.box.left);
      const width = Math.min(a.box.right, b.box.right) - left;
      const height = Math.min(a.box.bottom, b.box.bottom) - b.box.top;
      if (a.node === b.node || width < 2 || height < 4) continue;
      if (areBothSeen(a.element, b.element, left + width / 2, b.box.top + height / 2))
        found.push(`over each other: ${nameOf(a.element)} and ${nameOf(b.element)}`);
    }
  });
  return found;
}

/** Whether nothing with a ground of its own lies over the lower of two texts at that point. */
function areBothSeen(a: Element, b: Element, x: number, y: number): boolean {
  const stack = document.elementsFromPoint(x, y);
  const depths = [stack.indexOf(a), stack.indexOf(b)].filter((depth) => depth >= 0);
  const lower = stack[Math.max(...depths)];
  if (depths.length < 2 || lower === undefined) return true;
  return !stack.slice(0, Math.max(...depths)).some((over) => {
    const alpha = /rgba\(.*,\s*([\d.]+)\)/.exec(getComputedStyle(over).backgroundColor)?.[1];
    return !over.contains(lower) && (alpha === undefined || Number(alpha) > 0.9);
  });
}

/** Fields draw their own text: what does not fit must end in an ellipsis and be said in full. */
function fieldTrouble(field: HTMLInputElement | HTMLSelectElement): string[] {
  const style = getComputedStyle(field);
  const isChoice = field instanceof HTMLSelectElement;
  const text = isChoice
    ? (field.selectedOptions[0]?.text ?? '')
    : field.value === ''
      ? field.placeholder
      : '';
  const pen = document.createElement('canvas').getContext('2d');
  if (text === '' || pen === null) return [];
  pen.font = style.font;
  const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  if (pen.measureText(text).width <= room + 1.5) return [];
  if (style.textOverflow !== 'ellipsis') return [`field cuts its text: “${text}”`];
  return field.title === '' && field.ariaLabel !== text ? [`field says “${text}” nowhere in full`] : [];
}

const IN_THE_PAGE = [
  findMisfits,
  nameOf,
  isHidden,
  linesOf,
  seenOf,
  meet,
  troubleAt,
  within,
  overlaps,
  areBothSeen,
  fieldTrouble,
];

/** What is wrong with the texts that are on screen now; empty when all can be read. */
export async function misfits(frame: Frame): Promise<string[]> {
  await frame.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  return frame.evaluate<string[]>(
    `(() => { ${IN_THE_PAGE.map(String).join('\n')}\nreturn findMisfits(); })()`,
  );
}
