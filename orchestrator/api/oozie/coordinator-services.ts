/** The services of recurring jobs; a server without them has no such jobs. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { BundleService } from '../../bundle/bundle-service.ts';
import type { CoordinatorService } from '../../coordinator/coordinator-service.ts';
import type { ApiContext } from '../api-context.ts';

/** @throws HowdahError E0604 */
export function coordinatorsOf({ coordinators }: ApiContext, id: string): CoordinatorService {
  if (coordinators !== undefined) return coordinators;
  throw new HowdahError('E0604', [id], { subject: id });
}

/** @throws HowdahError E0604 */
export function bundlesOf({ bundles }: ApiContext, id: string): BundleService {
  if (bundles !== undefined) return bundles;
  throw new HowdahError('E0604', [id], { subject: id });
}
