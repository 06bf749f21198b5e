import type { Plan } from '#contract';
import { GuardRelease } from './guard-release.tsx';
import { MapRelease } from './map-release.tsx';

export interface ReleaseProps {
  readonly plan: Plan;
  readonly mayRelease: boolean;
  readonly released: readonly string[];
  readonly onChange: (code: string, on: boolean) => void;
}

/** What only an administrator lets happen: guards hold the whole sync, a map of somebody else only the map. */
export function Releases(props: ReleaseProps) {
  return (
    <>
      <GuardRelease {...props} />
      <MapRelease {...props} />
    </>
  );
}
