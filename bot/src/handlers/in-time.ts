/** Long work does not hold the answer to Teams up: it is waited for a moment and then goes on by itself (F65). */

/** Teams repeats what is not answered soon, and the store asks for a sign of life within 2 s. */
const PATIENCE_MS = 1_500;

/** true when `work` was done in time; otherwise it goes on, and `late` hears how it failed if it does. */
export async function inTime(
  work: Promise<void>,
  late: (error: unknown) => void,
  patienceMs = PATIENCE_MS,
): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  const finished = work.then(() => true as const);
  const done = await Promise.race([finished, patience]).finally(() => clearTimeout(timer));
  if (!done) finished.catch(late);
  return done;
}
