import { GuardRelease } from './guard-release.tsx';
import { MapRelease } from './map-release.tsx';
import type { ReleaseProps } from './release-box.tsx';

/** What only an administrator lets happen: guards hold the whole sync, a map of somebody else only the map. */
export function Releases(props: ReleaseProps) {
  return (
    <>
      <GuardRelease {...props} />
      <MapRelease {...props} />
    </>
  );
}
