/** Run by itself: leaves the template of {@link openTestDatabase} behind, so that no test has to wait for it. */
import { openTestDatabase } from './open-test-database.ts';

await (await openTestDatabase()).close();
