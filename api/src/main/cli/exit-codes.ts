/** Exit codes of contract.md section 4. */
export const EXIT = { done: 0, error: 1, pending: 2, held: 3 } as const;
