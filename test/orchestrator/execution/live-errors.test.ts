/** Forks that fail, user retries, long messages and odd configurations, as recorded. */
import { describeReplay } from '../../support/golden-replay/describe-replay.ts';

describeReplay('life_errors.json');
