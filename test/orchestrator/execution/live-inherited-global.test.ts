/** The global section that sub-workflows inherit, as recorded. */
import { describeReplay } from '../../support/golden-replay/describe-replay.ts';

describeReplay('life_global.json');
