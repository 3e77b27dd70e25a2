/** One workflow's whole life, fs, expressions, decisions and kill messages as recorded. */
import { describeReplay } from '../../support/golden-replay/describe-replay.ts';

describeReplay('live_workflow.json');
