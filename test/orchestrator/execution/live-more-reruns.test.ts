/** Reruns with another app or name, of kept failures; the depth of sub-workflows. */
import { describeReplay } from '../../support/golden-replay/describe-replay.ts';

describeReplay('life_more.json');
