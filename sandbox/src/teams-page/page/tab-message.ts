/** One message of teams-js; `func` names the call. */
export interface TabMessage {
  readonly id: number;
  readonly uuidAsString?: string;
  readonly func: string;
  readonly args?: readonly unknown[];
  readonly data?: unknown;
}
