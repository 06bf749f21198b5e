const collator = new Intl.Collator(undefined, { numeric: true });

/** Orders names as people do: "Floor 9" before "Floor 10". */
export const compareNames = (a: { readonly name: string }, b: { readonly name: string }): number =>
  collator.compare(a.name, b.name);
