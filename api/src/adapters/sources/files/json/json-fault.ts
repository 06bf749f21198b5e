/** Finds where a JSON text stops being JSON: V8 reports a position only for some mistakes. */
import { say } from '../../../../core/model/sentence.ts';
import type { Sentence } from '../../../../core/model/sentence.ts';

export interface JsonFault {
  readonly message: Sentence;
  readonly line: number;
  readonly column: number;
}

const SPACE = new Set([' ', '\t', '\n', '\r']);
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

type Expects = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing';

const WANTED: Record<Expects, Sentence> = {
  value: say`a value is expected here`,
  valueOrEnd: say`a value or ] is expected here`,
  key: say`a field name in double quotes is expected here`,
  keyOrEnd: say`a field name in double quotes or } is expected here`,
  colon: say`a : is expected here`,
  commaOrEnd: say`a comma or the closing bracket is expected here`,
  nothing: say`the document has ended before this`,
};

/** The first fault of a text that `JSON.parse` refused, or undefined when there is none. */
export function jsonFault(text: string): JsonFault | undefined {
  const at = new Scanner(text).firstFault();
  if (!at) return undefined;
  const before = text.slice(0, at.offset);
  const line = before.split('\n').length;
  return { message: at.message, line, column: at.offset - before.lastIndexOf('\n') };
}

class Scanner {
  private readonly text: string;
  private at = 0;
  private expects: Expects = 'value';
  private readonly open: ('{' | '[')[] = [];

  constructor(text: string) {
    this.text = text;
  }

  firstFault(): { offset: number; message: Sentence } | undefined {
    for (; this.at < this.text.length;) {
      const char = this.text[this.at] as string;
      if (SPACE.has(char)) this.at++;
      else if (!this.take(char)) return this.fault(char);
    }
    if (this.expects === 'nothing') return undefined;
    return { offset: this.at, message: say`the document ends too early: it was cut off` };
  }

  private fault(char: string): { offset: number; message: Sentence } {
    const unclosed = char === '"' && this.wantsText();
    return {
      offset: this.at,
      message: unclosed ? say`this text is not closed or holds a forbidden character` : WANTED[this.expects],
    };
  }

  private wantsText(): boolean {
    return this.wantsValue() || this.expects === 'key' || this.expects === 'keyOrEnd';
  }

  private wantsValue(): boolean {
    return this.expects === 'value' || this.expects === 'valueOrEnd';
  }

  /** Moves past one token; false when it does not belong here. */
  private take(char: string): boolean {
    switch (char) {
      case '{':
      case '[':
        return this.takeOpening(char);
      case '}':
      case ']':
        return this.takeClosing(char);
      case ',':
        return this.step(this.expects === 'commaOrEnd', this.open.at(-1) === '{' ? 'key' : 'value');
      case ':':
        return this.step(this.expects === 'colon', 'value');
      case '"':
        return this.takeText();
      default:
        return this.takeScalar();
    }
  }

  private step(allowed: boolean, next: Expects): boolean {
    if (!allowed) return false;
    this.at++;
    this.expects = next;
    return true;
  }

  private takeOpening(char: '{' | '['): boolean {
    const allowed = this.wantsValue();
    if (allowed) this.open.push(char);
    return this.step(allowed, char === '{' ? 'keyOrEnd' : 'valueOrEnd');
  }

  private takeClosing(char: '}' | ']'): boolean {
    const fits = this.open.at(-1) === (char === '}' ? '{' : '[');
    const empty = this.expects === (char === '}' ? 'keyOrEnd' : 'valueOrEnd');
    if (!fits || !(empty || this.expects === 'commaOrEnd')) return false;
    this.open.pop();
    return this.step(true, this.afterValue());
  }

  private takeText(): boolean {
    if (!this.wantsText()) return false;
    const end = endOfText(this.text, this.at + 1);
    if (end === -1) return false;
    const isKey = !this.wantsValue();
    this.at = end;
    return this.step(true, isKey ? 'colon' : this.afterValue());
  }

  private takeScalar(): boolean {
    if (!this.wantsValue()) return false;
    SCALAR.lastIndex = this.at;
    const match = SCALAR.exec(this.text);
    if (!match) return false;
    this.at += match[0].length - 1;
    return this.step(true, this.afterValue());
  }

  private afterValue(): Expects {
    return this.open.length === 0 ? 'nothing' : 'commaOrEnd';
  }
}

/** Offset of the closing quote, or -1. */
function endOfText(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const char = text[at] as string;
    if (char === '"') return at;
    if (char < ' ') return -1;
    if (char !== '\\') continue;
    const escaped = text[at + 1] ?? '';
    if (escaped === 'u' && /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6))) at += 5;
    else if ('"\\/bfnrt'.includes(escaped) && escaped !== '') at += 1;
    else return -1;
  }
  return -1;
}
