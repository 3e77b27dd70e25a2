/** Jobs that suspend themselves before nodes, and commands in every state, as recorded. */
import { describeReplay } from '../../support/golden-replay/describe-replay.ts';

describeReplay('life_suspend.json');
