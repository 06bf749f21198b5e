/** Microsoft's refusals in the words of the report (graph-places.md section 14, Errors). */
import type { ServiceError } from '../../ports/place-directory.ts';
import type { Answer } from './call.ts';
import { errorEnvelope, type ErrorNode } from './schema.ts';

const LONGEST_MESSAGE = 2000;
const DEEPEST = 10;

/** The error and its inner errors, outermost first; both spellings of innerError occur. */
function chainOf(answer: Answer): ErrorNode[] {
  const nodes: ErrorNode[] = [];
  let node = errorEnvelope.safeParse(answer.body).data?.error;
  while (node && nodes.length < DEEPEST) {
    nodes.push(node);
    node = node.innerError ?? node.innererror ?? undefined;
  }
  return nodes;
}

/** Status, the deepest code that says something, the message, and both ids. */
export function serviceErrorOf(answer: Answer): ServiceError {
  const chain = chainOf(answer);
  const last = <T>(pick: (node: ErrorNode) => T | null | undefined) =>
    chain.map(pick).findLast((value) => value !== null && value !== undefined && value !== '');
  const message = chain[0]?.message || last((node) => node.message) || `HTTP status ${answer.status}`;
  const claims = insufficientClaims(answer) ? claimsOf(answer.header('www-authenticate')) : undefined;
  return {
    status: answer.status,
    code: last((node) => node.code) ?? `http-${answer.status}`,
    message: message.slice(0, LONGEST_MESSAGE),
    requestId: last((node) => node['request-id']) ?? answer.header('request-id'),
    clientRequestId: answer.clientRequestId,
    ...(claims !== undefined && { claims }),
  };
}

/** Conditional access wants more from the person; repeating does not help. */
export function insufficientClaims(answer: Answer): boolean {
  const challenge = answer.header('www-authenticate') ?? '';
  return (
    challenge.includes('insufficient_claims') ||
    chainOf(answer).some((node) => node.code === 'insufficient_claims')
  );
}

/** The claims of a challenge as the JSON that a token request takes; Microsoft sends them as base64. */
export function claimsOf(challenge: string | null): string | undefined {
  const value = /claims="([^"]+)"/.exec(challenge ?? '')?.[1];
  if (value === undefined) return undefined;
  const decoded = Buffer.from(value, 'base64').toString('utf8');
  return decoded.startsWith('{') ? decoded : value;
}
