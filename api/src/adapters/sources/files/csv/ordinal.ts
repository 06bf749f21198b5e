/** Names of the ground floor that hold no number. */
const GROUND = /^(ground|ground floor|eg|erdgeschoss|rdc|rez-de-chaussée|lobby)$/i;
/** Below ground: -1, B1, UG2, Basement 1. */
const BELOW = /^(?:-|b|ug|basement)\s*(\d{1,2})$/i;
const NUMBER = /(?<!\d)(\d{1,3})\D*$/;

/** The ordinal that the name of a floor stands for (0 = ground), or undefined when it tells none. */
export function ordinalFromName(name: string): number | undefined {
  if (GROUND.test(name)) return 0;
  const below = BELOW.exec(name)?.[1];
  if (below !== undefined) return -Number(below);
  if (/^basement$/i.test(name)) return -1;
  const number = NUMBER.exec(name)?.[1];
  return number === undefined ? undefined : Number(number);
}
