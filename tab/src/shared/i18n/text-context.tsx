import { createContext, use } from 'react';
import type { Text } from './text.ts';

export const TextContext = createContext<Text | null>(null);

/** Texts, numbers and dates in the language of the host. */
export function useText(): Text {
  const text = use(TextContext);
  if (text === null) throw new Error('useText needs a TextContext above it');
  return text;
}
