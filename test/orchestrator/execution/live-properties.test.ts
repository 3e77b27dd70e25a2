/** Which properties children, actions and reruns are given, as recorded. */
import { describeReplay } from '../../support/golden-replay/describe-replay.ts';

describeReplay('life_properties.json');
