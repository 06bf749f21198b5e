import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Rooms of the API whose sentences a person may read in the tab. */
const ROOMS = ['core', 'engine', 'http', 'adapters/sources', 'adapters/identity', 'adapters/imdf'];
/** Texts for files, logs and other readers than the tab's. */
const ELSEWHERE =
  /\.test\.ts$|\/testing\/|markdown\.ts$|report-csv\.ts$|legal-pages|openapi|deliver-reports|verify-audit|post-audit|request-log|floor-svg|audit/;
/** Fields that hold a sentence, whether it ends in a stop or not. */
const FIELDS = new Set(['message', 'hint', 'reason', 'why', 'detail', 'title', 'what', 'advice']);
const SENTENCE = /^[A-Z][^\n]* [^\n]*[.!?:]$/;

/** What was found in the sources of the API. */
interface ServerSentences {
  /** Every sentence, with `{name}` for its values, and where it stands. */
  readonly said: ReadonlyMap<string, string>;
  /** Sentences with values that are put together by hand, so that nobody can translate them. */
  readonly glued: readonly string[];
}

/** Reads every sentence out of the sources of the API, so that no list of them can be forgotten. */
export function serverSentences(api: string): ServerSentences {
  const said = new Map<string, string>();
  const glued: string[] = [];
  for (const room of ROOMS) {
    for (const name of readdirSync(join(api, room), { recursive: true, encoding: 'utf8' })) {
      const path = join(room, name).replaceAll('\\', '/');
      if (!name.endsWith('.ts') || ELSEWHERE.test(path)) continue;
      const source = ts.createSourceFile(
        path,
        readFileSync(join(api, path), 'utf8'),
        ts.ScriptTarget.Latest,
        true,
      );
      visit(source, (node) => look(node, path, said, glued));
    }
  }
  return { said, glued };
}

function visit(node: ts.Node, look: (node: ts.Node) => boolean): void {
  if (look(node)) node.forEachChild((child) => visit(child, look));
}

/** @returns whether to look further down */
function look(node: ts.Node, path: string, said: Map<string, string>, glued: string[]): boolean {
  if (isForNobody(node)) return false;
  const line = () =>
    `${path}:${node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
  const add = (text: string) => {
    // `{guards}` alone has no words of its own.
    if (/[a-z]/i.test(text.replace(/\{\w+\}/g, ''))) said.set(text, line());
  };
  if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'say') {
    add(textOf(node.template));
  } else if (ts.isTemplateExpression(node) && !ts.isTaggedTemplateExpression(node.parent)) {
    if (isSentence(node, textOf(node))) glued.push(`${line()}: ${node.getText()}`);
  } else if (ts.isStringLiteralLike(node) && !ts.isTaggedTemplateExpression(node.parent)) {
    if (isSentence(node, node.text)) add(node.text);
  }
  return true;
}

function isSentence(node: ts.Expression, text: string): boolean {
  return SENTENCE.test(text) || (/^[A-Z]/.test(text) && text.includes(' ') && fieldOf(node) !== undefined);
}

/** The field it is the value of, also as one of two choices. */
function fieldOf(node: ts.Node): string | undefined {
  const { parent } = node;
  if (ts.isConditionalExpression(parent) || ts.isParenthesizedExpression(parent)) return fieldOf(parent);
  if (ts.isBinaryExpression(parent)) return fieldOf(parent);
  const named = ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent);
  const name = named ? parent.name.getText() : undefined;
  return name !== undefined && FIELDS.has(name) ? name : undefined;
}

/** Imports, the log, and errors that end as "the request failed on our side". */
function isForNobody(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node)) return true;
  if (ts.isNewExpression(node)) {
    const [kind] = node.arguments ?? [];
    const isBug = kind !== undefined && ts.isStringLiteral(kind) && kind.text === 'bug';
    return isBug || /^(Type|Range)?Error$/.test(node.expression.getText());
  }
  return ts.isCallExpression(node) && /(^|\.)(warn|log|info)$/.test(node.expression.getText());
}

function textOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  const spans = template.templateSpans.map(
    ({ expression, literal }) => `{${slotName(expression)}}${literal.text}`,
  );
  return template.head.text + spans.join('');
}

/** The name of the one value of a slot `${{ name: ... }}`. */
function slotName(expression: ts.Expression): string {
  const [first] = ts.isObjectLiteralExpression(expression) ? expression.properties : [];
  return first?.name?.getText() ?? 'value';
}
