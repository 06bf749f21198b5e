/** Drawings that would take hours or gigabytes to draw as they are written. All are below the 5 MB that are let in. */

const pairs = (...values: readonly (string | number)[]): string => `${values.join('\n')}\n`;
const dxf = (blocks: string, entities: string): string =>
  `${pairs(0, 'SECTION', 2, 'BLOCKS')}${blocks}${pairs(0, 'ENDSEC', 0, 'SECTION', 2, 'ENTITIES')}${entities}${pairs(0, 'ENDSEC', 0, 'EOF')}`;
const block = (name: string, inside: string) =>
  `${pairs(0, 'BLOCK', 2, name, 10, 0, 20, 0)}${inside}${pairs(0, 'ENDBLK')}`;
const insert = (name: string, ...more: (string | number)[]) =>
  pairs(0, 'INSERT', 5, 'a', 2, name, 10, 1, 20, 1, ...more);
const square = pairs(
  0,
  'LWPOLYLINE',
  5,
  'b',
  90,
  4,
  70,
  1,
  10,
  0,
  20,
  0,
  10,
  1,
  20,
  0,
  10,
  1,
  20,
  1,
  10,
  0,
  20,
  1,
);
const circle = pairs(0, 'CIRCLE', 10, 0, 20, 0, 40, 1000);
const chain = (depth: number, times: number) =>
  Array.from({ length: depth }, (_, i) =>
    block(`B${i}`, i === depth - 1 ? square : insert(`B${i + 1}`).repeat(times)),
  ).join('');
const times = (count: number, one: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => one(i)).join('');

const svg = (inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200">${inside}</svg>`;

export const DXF_BOMBS: Readonly<Record<string, string>> = {
  'blocks in blocks, ten times each': dxf(chain(12, 10), insert('B0')),
  'two blocks that call each other': dxf(
    block('A', insert('B').repeat(9)) + block('B', insert('A').repeat(9)),
    insert('A'),
  ),
  'a chain of a thousand blocks': dxf(chain(1000, 1), insert('B0')),
  'an array of a billion': dxf(block('A', square), insert('A', 70, 32_000, 71, 32_000, 44, 1, 45, 1)),
  'an array of a billion of nothing': dxf(block('A', ''), insert('A', 70, 2_000_000_000, 71, 2_000_000_000)),
  'arrays in arrays': dxf(
    block('A', square) + block('B', insert('A', 70, 1000, 71, 1000)),
    insert('B', 70, 1000, 71, 1000),
  ),
  'round blocks by the thousand': dxf(
    block('A', circle.repeat(100)),
    insert('A', 70, 1000, 71, 1000, 44, 1, 45, 1),
  ),
  'scaled beyond measure': dxf(block('A', circle), insert('A', 41, 1e300, 42, 1e300)),
  'texts in outlines in outlines': dxf(
    '',
    times(
      9000,
      (i) =>
        pairs(0, 'LWPOLYLINE', 90, 4, 70, 1, 10, -i, 20, -i, 10, i, 20, -i, 10, i, 20, i, 10, -i, 20, i) +
        pairs(0, 'TEXT', 10, 0, 20, 0, 1, i),
    ),
  ),
  'a star of lines': dxf(
    '',
    times(40_000, (i) => pairs(0, 'LINE', 10, 0, 20, 0, 11, i, 21, 1)),
  ),
  'a polyline of a hundred thousand arcs': dxf(
    '',
    pairs(0, 'LWPOLYLINE', 5, 'a', 90, 1e5, 70, 1) +
      times(100_000, (i) => pairs(10, i % 700, 20, i % 500, 42, 0.5)),
  ),
  'a polyline that never ends': dxf(
    '',
    `${pairs(0, 'POLYLINE', 5, 'a', 70, 1)}${pairs(0, 'LINE').repeat(300_000)}`,
  ),
  'a spline of thousands of points': dxf(
    '',
    pairs(0, 'SPLINE', 5, 'a', 70, 1, 71, 3) +
      times(9004, (i) => pairs(40, i)) +
      times(9000, (i) => pairs(10, (i * 7919) % 4000, 20, (i * 104_729) % 4000)),
  ),
  'half a million groups in one record': dxf(
    '',
    `${pairs(0, 'MTEXT', 5, 'a')}${pairs(3, 'x').repeat(500_000)}`,
  ),
  'tables without an end': `${pairs(0, 'SECTION', 2, 'TABLES', 0, 'TABLE', 2, 'VPORT', 0, 'X')}${pairs(0, 'LAYER').repeat(300_000)}`,
};

const uses = (depth: number, count: number) =>
  times(
    depth,
    (i) =>
      `<g id="u${i}">${i === 0 ? '<rect width="9" height="9"/>' : `<use href="#u${i - 1}"/>`.repeat(count)}</g>`,
  );

export const SVG_BOMBS: Readonly<Record<string, string>> = {
  'uses of uses, ten times each': svg(`<defs>${uses(12, 10)}</defs><use id="a" href="#u11"/>`),
  'uses of symbols of uses': svg(
    `${times(12, (i) => `<symbol id="u${i}">${i === 0 ? '<circle r="9"/>' : `<use href="#u${i - 1}"/>`.repeat(10)}</symbol>`)}<use id="a" href="#u11"/>`,
  ),
  'uses in a circle': svg(
    '<g id="a"><use href="#b"/><use href="#b"/></g><g id="b"><use href="#a"/><use href="#a"/></g>',
  ),
  'a long path used a thousand times': svg(
    `<defs><path id="p" d="M0 0${'h9v9'.repeat(60_000)}"/></defs>${'<use href="#p"/>'.repeat(1000)}`,
  ),
  'a path of blanks used a thousand times': svg(
    `<defs><path id="p" d="M0 0h9v9${' '.repeat(290_000)}z"/></defs>${'<use href="#p"/>'.repeat(10_000)}`,
  ),
  'groups in groups': svg(
    `${'<g>'.repeat(90_000)}<rect id="a" width="1" height="1"/>${'</g>'.repeat(90_000)}`,
  ),
  'a path of a million commands': svg(`<path id="a" d="M0 0${'h1v1'.repeat(600_000)}z"/>`),
  'one command with a million numbers': svg(`<path id="a" d="M0 0l${'1 2 '.repeat(500_000)}z"/>`),
  'arcs without end in one command': svg(`<path id="a" d="M0 0a${'9 9 0 1 1 5 5 '.repeat(21_000)}z"/>`),
  'rings in rings': svg(`<path id="a" d="${times(30_000, (i) => `M${i} 0h9v9z`)}"/>`),
  'a style sheet of thousands of rules': svg(
    `<style>${times(50_000, (i) => `.a{x:${i}}`)}</style>${'<rect class="a b" width="1" height="1"/>'.repeat(40_000)}`,
  ),
  'a style sheet of open brackets': svg(
    `<style>${'a{'.repeat(90_000)}${'/*'.repeat(90_000)}@media${'('.repeat(20_000)}</style>`,
  ),
  'a clip path for everybody': svg(
    `<clipPath id="c"><path d="M0 0${'h9v9'.repeat(70_000)}"/></clipPath>${'<g clip-path="url(#c)"><rect width="1" height="1"/></g>'.repeat(30_000)}`,
  ),
  'a transform of thousands of parts': svg(
    `<g transform="${'scale(2) rotate(3) '.repeat(200_000)}"><rect id="a" width="1" height="1"/></g>`,
  ),
  'comments that do not end': svg('<!-- <!-- '.repeat(400_000)),
  'names by the thousand': svg(
    times(
      30_000,
      (i) => `<rect id="${'_x0041_'.repeat(10)}${i % 9}" width="9" height="9"><title>${i}</title></rect>`,
    ),
  ),
  'texts in circles in circles': svg(times(9000, (i) => `<circle r="${i + 1}"/><text>${i}</text>`)),
};
