/** Reruns as recorded: what is kept, what is refused, what a changed app or owner does. */
import { describeReplay } from '../../support/golden-replay/describe-replay.ts';

describeReplay('life_rerun.json');
