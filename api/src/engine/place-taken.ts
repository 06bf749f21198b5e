import type { ServiceError } from '../ports/place-directory.ts';

/** Why a step is not carried out: the place belongs to another source item of ours (reliability-security.md I1). */
export const PLACE_TAKEN: ServiceError = {
  status: null,
  code: 'place-taken',
  message: 'Another building of the source has taken this place over meanwhile.',
  requestId: null,
  clientRequestId: null,
};
