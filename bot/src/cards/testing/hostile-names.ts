/** What a source could call a room to be clicked on, to hide or to look like something else. */
import fc from 'fast-check';

const TRICKS = [
  '[click](https://evil.example)',
  'https://evil.example/x',
  '<at>Everyone</at>',
  '<a href="https://evil.example">x</a>',
  '![x](https://evil.example/x.png)',
  '<img src=x onerror=alert(1)>',
  'www.evil.example',
  'evil.example',
  'ada@contoso.example',
  'mailto:ada@contoso.example',
  'javascript:alert(1)',
  '**bold** _it_ `code`',
  '# heading\n- item\n1. item\n> quote',
  '\u202Egnp.exe',
  'Ro\u200Bom\u00AD\u2066',
  '{{DATE(2030-01-01)}} ${name}',
];

/** One name; half of them are a known trick with something around it. */
export const hostileName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.tuple(fc.constantFrom(...TRICKS), fc.string({ maxLength: 20 })).map((parts) => parts.join(' ')),
);
