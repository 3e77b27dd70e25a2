/** Shell actions as recorded on a YARN of one node. */
import { describeReplay } from '../../support/golden-replay/describe-replay.ts';

describeReplay('live_yarn.json', {
  includes: ({ step }) => !step.startsWith('java'),
});
