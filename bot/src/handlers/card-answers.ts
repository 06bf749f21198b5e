/** What a pressed button is answered with, as the client of Teams reads it. */
import type { AdaptiveCardInvokeResponse, Attachment } from 'botbuilder';

const answer = (statusCode: number, type: string, value: unknown): AdaptiveCardInvokeResponse =>
  ({ statusCode, type, value }) as unknown as AdaptiveCardInvokeResponse;

/** Words that only the presser sees. */
export const said = (words: string): AdaptiveCardInvokeResponse =>
  answer(200, 'application/vnd.microsoft.activity.message', words);

/** The client signs in silently and presses again, with a token. */
export const signInFirst = (card: Attachment): AdaptiveCardInvokeResponse =>
  answer(401, 'application/vnd.microsoft.activity.loginRequest', card.content);

/** The token that came along is no good. */
export const tokenRefused = (words: string): AdaptiveCardInvokeResponse =>
  answer(412, 'application/vnd.microsoft.error.preconditionFailed', { code: '412', message: words });
