/** SVG as editors write it: what is drawn is read where it is drawn, and what is not read is named. */
import { describe, expect, it } from 'vitest';
import { readSvg } from '../../src/adapters/imdf/drawing/svg/read-svg.ts';
import { english } from '../../src/core/model/sentence.ts';
import { shoelace } from './shoelace.ts';

const svg = (inside: string, attributes = 'viewBox="0 0 400 200"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${inside}</svg>`;
const read = (inside: string, attributes?: string) => readSvg(svg(inside, attributes), 0.01);
const said = (inside: string) =>
  read(inside)
    .notes.map((note) => english(note.said))
    .join(' ');
/** Left, top, right, bottom of a shape, and its area. */
function extent(inside: string, id = 'a', attributes?: string): number[] | undefined {
  const element = read(inside, attributes).elements.get(id);
  if (element === undefined) return undefined;
  if (element.type === 'point') return element.at.map((value) => Math.round(value * 1000) / 1000);
  const all = element.polygons.flat(2);
  const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)];
  const area = element.polygons.reduce(
    (sum, rings) => sum + rings.reduce((rest, ring, i) => rest + (i === 0 ? 1 : -1) * shoelace(ring), 0),
    0,
  );
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys), area].map(
    (value) => Math.round(value * 1000) / 1000 + 0,
  );
}
const rect = (more = 'id="a"') => `<rect ${more} x="1" y="2" width="3" height="4"/>`;
const AT = [1, 2, 4, 6, 12];

describe('paths of an SVG', () => {
  it.each([
    ['commands that go on by themselves', 'M1 2 4 2 4 6 1 6z', AT],
    ['relative commands that go on', 'm1,2 3,0 0,4 -3,0z', AT],
    ['no separators', 'M1,2h3v4h-3z', AT],
    ['exponents and points without separators', 'M1e0.2e1 4 2V6H10e-1z', AT],
    ['numbers that only a sign separates', 'M1 2L4 2 4 6 1e0+6z', AT],
    ['decimals in a row', 'M.5.5.5 1.5 1.5 1.5 1.5.5z', [0.5, 0.5, 1.5, 1.5, 1]],
    ['flags of arcs without separators', 'M0 5a5 5 0 01 10 0 5 5 0 01-10 0z', [0, 0, 10, 10, 78.5]],
    ['a second part that starts where the first closed', 'M0 0h9v9h-9z l1 1 1 0 0 1z', [0, 0, 9, 9]],
    ['zeros in front', 'M01 02H04V06H01Z', AT],
    ['a hole wound the other way', 'M0 0h10v10h-10z M2 2v4h4v-4z', [0, 0, 10, 10, 84]],
    ['a part inside wound the same way: no hole', 'M0 0h10v10h-10z M2 2h4v4h-4z', [0, 0, 10, 10, 100]],
  ])('%s', (_what, d, expected) => {
    const found = extent(`<path id="a" d="${d}"/>`)!;
    for (const i of [0, 1, 2, 3]) expect(Math.abs(found[i]! - expected[i]!)).toBeLessThanOrEqual(0.01);
    if (expected[4] !== undefined) expect(found[4]! / expected[4]).toBeCloseTo(1, 2);
  });

  it.each([
    ['rule="evenodd"', 84],
    ['style="fill-rule: evenodd"', 84],
    ['', 100],
  ])('a ring inside is a hole by fill-%s', (attribute, area) => {
    const own = attribute.startsWith('rule') ? `fill-${attribute}` : attribute;
    expect(extent(`<g ${own}><path id="a" d="M0 0h10v10h-10z M2 2h4v4h-4z"/></g>`)?.at(-1)).toBe(area);
  });

  it('are read up to a fault, and it is told', () => {
    expect(extent('<path id="a" d="M1 2H4V6H1 L7,,8 Z"/>')).toEqual(AT);
    expect(said('<path id="a" d="M1 2H4V6H1 L7,,8 Z"/>')).toContain('1 paths are broken');
  });

  it('that are not closed are closed, and lines are left out; both are told', () => {
    expect(extent('<polyline id="a" points="1,2 4,2 4,6 1,6"/>')).toEqual(AT);
    expect(said('<polyline id="a" points="1,2 4,2 4,6"/><path d="M0 0 5 5"/><line x2="4"/>')).toBe(
      '1 open lines were closed, as they are when filled. not read and left out: 2 <line>.',
    );
  });
});

describe('where things are in an SVG', () => {
  it.each([
    ['mm', '<rect id="a" x="1in" y="25.4mm" width="72pt" height="6pc"/>', [96, 96, 192, 192, 9216]],
    [
      'percents of the viewBox',
      '<rect id="a" x="50%" y="10%" width="25%" height="50%"/>',
      [200, 20, 300, 120, 10_000],
    ],
    ['a rounded rectangle', '<rect id="a" width="10" height="10" rx="5"/>', [0, 0, 10, 10]],
    ['sizes in a style', '<rect id="a" style="x:1px;y:2px;width:3px;height:4px"/>', AT],
    [
      'a nested svg',
      `<svg x="10" y="20" width="200" height="100" viewBox="0 0 100 50">${rect()}</svg>`,
      [12, 24, 18, 32, 48],
    ],
    [
      'a nested svg of another shape',
      `<svg width="200" height="200" viewBox="0 0 100 50">${rect()}</svg>`,
      [2, 54, 8, 62, 48],
    ],
    [
      'preserveAspectRatio xMinYMax',
      `<svg width="200" height="200" viewBox="0 0 100 50" preserveAspectRatio="xMinYMax meet">${rect()}</svg>`,
      [2, 104, 8, 112, 48],
    ],
    [
      'preserveAspectRatio slice',
      `<svg width="200" height="200" viewBox="0 0 100 50" preserveAspectRatio="xMinYMin slice">${rect()}</svg>`,
      [4, 8, 16, 24, 192],
    ],
    [
      'preserveAspectRatio none',
      `<svg width="200" height="200" viewBox="0 0 100 50" preserveAspectRatio="none">${rect()}</svg>`,
      [2, 8, 8, 24, 96],
    ],
    [
      'a transform of CSS',
      `<g style="transform: translate(10px, 20px) rotate(90deg)">${rect()}</g>`,
      [4, 21, 8, 24, 12],
    ],
    [
      'an origin of CSS',
      `<g style="transform: rotate(0.5turn); transform-origin: 10px 10px">${rect()}</g>`,
      [16, 14, 19, 18, 12],
    ],
    [
      'an origin in the middle',
      `<g transform="scale(2)" transform-origin="center">${rect()}</g>`,
      [-198, -96, -192, -88, 48],
    ],
    [
      'a turn around a point',
      `<g transform="rotate(180, 10 10),translate(-1-2)">${rect()}</g>`,
      [17, 16, 20, 20, 12],
    ],
    [
      'a transform that is one',
      `<g transform=" translate(1e1,20)&#10;scale(-1,1)">${rect()}</g>`,
      [6, 22, 9, 26, 12],
    ],
  ])('%s', (_what, inside, expected) => {
    expect(extent(inside)?.slice(0, expected?.length)).toEqual(expected);
  });

  it('positions are in the units of the viewBox, whatever its size on paper', () => {
    expect(extent(rect(), 'a', 'width="297mm" height="210mm" viewBox="-100 -100 800 600"')).toEqual(AT);
  });

  it('what has a transform that is not understood is left out and told', () => {
    const inside = `<g transform="perspective(3)">${rect()}</g><g transform="rotate(9" >${rect('id="b"')}</g>`;
    expect(read(inside).elements.size).toBe(0);
    expect(said(inside)).toContain('2 elements have a transform that is not understood');
  });
});

describe('what is used more than once', () => {
  it.each([
    [
      'a shape',
      `<defs>${rect('id="t"')}</defs><use id="a" xlink:href="#t" x="10" y="20"/>`,
      [11, 22, 14, 26, 12],
    ],
    [
      'a transformed use',
      `<defs>${rect('id="t"')}</defs><use id="a" href="#t" transform="scale(2)" x="1"/>`,
      [4, 4, 10, 12, 48],
    ],
    [
      'a symbol with a viewBox',
      `<symbol id="t" viewBox="0 0 10 10">${rect('')}</symbol><use id="a" href="#t" x="100" width="20" height="20"/>`,
      [102, 4, 108, 12, 48],
    ],
    [
      'a symbol without one',
      `<symbol id="t">${rect('')}</symbol><use id="a" href="#t" x="100"/>`,
      [101, 2, 104, 6, 12],
    ],
    [
      'a use in a use',
      `<defs>${rect('id="t"')}<g id="u"><use href="#t" x="5"/></g></defs><use id="a" href="#u" x="5"/>`,
      [11, 2, 14, 6, 12],
    ],
    [
      'what stands in defs and is used once, by its own id',
      `<defs>${rect('id="a"')}</defs><use href="#a" x="10"/>`,
      [11, 2, 14, 6, 12],
    ],
    [
      'nothing for what is used twice: which is meant?',
      `<defs>${rect('id="a"')}</defs><use href="#a" x="10"/><use href="#a"/>`,
      undefined,
    ],
    ['a point, when there is nothing', '<use id="a" href="#gone" x="7" y="8"/>', [7, 8]],
  ])('%s', (_what, inside, expected) => {
    expect(extent(inside)).toEqual(expected);
  });

  it('in a circle, from outside or not at all is told', () => {
    const inside = '<g id="a"><use href="#a"/></g><use href="other.svg#x"/><use href="#gone"/>';
    expect(said(inside)).toContain('3 references lead nowhere, outside, or in a circle.');
  });
});

describe('what is not seen in an SVG', () => {
  it.each([
    ['defs', `<defs>${rect()}</defs>`],
    ['a symbol', `<symbol>${rect()}</symbol>`],
    ['a clip path', `<clipPath id="c">${rect()}</clipPath>`],
    ['a pattern', `<pattern>${rect()}</pattern>`],
    ['a comment', `<!-- > ${rect()} -->`],
    ['display none', `<g display="none">${rect()}</g>`],
    ['display none by style', `<g style="fill:red; display : none">${rect()}</g>`],
    ['display none by class', `<style>.x, .off {display:none}</style><g class="on off">${rect()}</g>`],
    [
      'display none by id, in CDATA',
      `<style><![CDATA[ g > b {} #layer3{display:none!important} ]]></style><g id="layer3">${rect()}</g>`,
    ],
    ['hidden', `<g visibility="hidden">${rect()}</g>`],
    ['data of editors', `<sodipodi:namedview>${rect()}</sodipodi:namedview>`],
  ])('%s is not drawn', (_what, inside) => {
    expect(read(inside).elements.has('a')).toBe(false);
  });

  it.each([
    ['no fill', rect('id="a" fill="none" stroke="#000"')],
    ['no fill and no line: an area to click on', rect('id="a" style="fill:none;stroke:none"')],
    ['visible in what is hidden', `<g visibility="hidden">${rect('id="a" visibility="visible"')}</g>`],
    [
      'shown by its own style, against its class',
      `<style>.off{display:none}</style>${rect('id="a" class="off" style="display:inline"')}`,
    ],
    [
      'shown by a later rule',
      `<style>.x{display:none} rect.x{display:inline}</style>${rect('id="a" class="x"')}`,
    ],
    [
      'hidden on paper only',
      `<style>@media print { .x{display:none} } @import url(http://contoso.example/x);</style>${rect('id="a" class="x"')}`,
    ],
    ['in a switch', `<switch><foreignObject requiredExtensions="x"/><g>${rect()}</g></switch>`],
    ['in a link', `<a href="http://contoso.example">${rect()}</a>`],
    [
      'inside of its clip',
      `<clipPath id="c"><rect width="400" height="200"/></clipPath><g clip-path="url(#c)">${rect()}</g>`,
    ],
  ])('%s is drawn', (_what, inside) => {
    expect(extent(inside)).toEqual(AT);
  });

  it('is told', () => {
    const clip = '<clipPath id="c"><rect width="2" height="3"/></clipPath>';
    expect(said(`<g display="none">${rect()}</g>${rect('visibility="collapse"')}`)).toBe(
      '2 hidden elements were left out.',
    );
    expect(said(`${clip}<g clip-path="url(#c)">${rect()}</g>`)).toBe(
      '1 elements are cut off by a clip path; they were read whole.',
    );
    expect(said('<style>g .x{display:none}</style>')).toBe('1 rules of its style sheet were not understood.');
    expect(said(`<style>g .x{fill:red}</style><image href="x"/><animate/>${rect()}${rect()}`)).toBe(
      'not read and left out: 1 <image>, 1 <animate>. 1 names stand for several shapes, and the first is taken: a.',
    );
  });
});

describe('names in an SVG', () => {
  it.each([
    ['as Illustrator escapes them', rect('id="_x0033_.012_x0020_A"'), '3.012 A'],
    ['with entities', rect('id="R&amp;D &#x2014; 3&#46;0"'), 'R&D — 3.0'],
    ['of layers in Inkscape', `<g inkscape:label="Room 3">${rect('')}</g>`, 'Room 3'],
    ['in data attributes', rect('id="path12" data-name="3.012"'), '3.012'],
    ['in titles', `<rect x="1" y="2" width="3" height="4"><title>Birch</title></rect>`, 'Birch'],
    ['written on them', `${rect('')}<text x="2" y="4">Birch</text>`, 'Birch'],
    [
      'written in parts',
      `${rect('')}<text transform="translate(2 4)"><tspan x="0" y="0">Meeting</tspan><tspan x="0" dy="1"> room 3 </tspan></text>`,
      'Meeting room 3',
    ],
    [
      'by one line of it',
      `${rect('')}<text><tspan x="2" y="4">3.012</tspan><tspan x="2" dy="1">4 seats</tspan></text>`,
      '3.012',
    ],
    ['with a prefix', '', 'a'],
  ])('%s', (_what, inside, name) => {
    const prefixed =
      '<svg:svg xmlns:svg="http://www.w3.org/2000/svg"><svg:rect id="a" x="1" y="2" width="3" height="4"/></svg:svg>';
    const { elements } =
      inside === '' ? readSvg(prefixed, 0.01) : read(`<rect width="300" height="150"/>${inside}`);
    const element = elements.get(name);
    expect(element?.type === 'area' && shoelace(element.polygons[0]![0]!)).toBeCloseTo(12, 6);
  });

  it('count in this order: ids, names, texts', () => {
    const inside = `<rect data-name="A" width="9" height="9"/><rect x="20" width="5" height="5"/><text x="22" y="2">A</text><text x="22" y="3">B</text><rect id="A" x="40" width="2" height="2"/>`;
    expect(extent(inside, 'A')?.at(-1)).toBe(4);
    expect(extent(inside, 'B')?.at(-1)).toBe(25);
  });
});
