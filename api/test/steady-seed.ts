/**
 * Property tests draw the same cases in every run of `npm test`, so that a red run can be repeated and a green one is no
 * luck. `SEED=random` draws new cases, as `npm run torture` does; a case found so becomes an `examples` entry of its property.
 */
import fc from 'fast-check';

const STEADY = 20_261_121;
const wish = process.env['SEED'];

if (wish !== 'random') fc.configureGlobal({ seed: wish === undefined ? STEADY : Number(wish) });
