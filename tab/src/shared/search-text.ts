/** Makes texts comparable for search: case and accents do not matter ("Zürich" is found by "zurich"). */
export function searchText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
