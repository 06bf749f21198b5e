import type { Step } from '../plan/plan.ts';

const EMAIL = /[^\s@<>"'(),;:]+@[^\s@<>"'(),;:]+/g;

/** Microsoft's messages can name the assignee of a desk (C43); the place's own mailbox is no person. */
export const withoutPeople = (message: string, { mailbox }: Pick<Step, 'mailbox'>): string =>
  message.replace(EMAIL, (address) =>
    mailbox !== undefined && address.toLowerCase() === mailbox ? address : '(address removed)',
  );
