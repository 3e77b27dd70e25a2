/** Sub-workflows as recorded: configuration, failures, suspension, kill and rerun. */
import { describeReplay } from '../../support/golden-replay/describe-replay.ts';

describeReplay('life_sub.json');
