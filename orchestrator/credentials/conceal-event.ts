/** Takes secrets out of what an action reports before it is stored. */
import type { WorkflowEvent } from '../job/workflow-event.ts';
import type { KnownSecrets } from './known-secrets.ts';

/** Known values only: data that merely look like a secret must stay what they are. */
export function concealEvent(event: WorkflowEvent, secrets: KnownSecrets): WorkflowEvent {
  if (secrets.longestBytes === 0) return event;
  switch (event.kind) {
    case 'ended':
      return {
        ...event,
        externalStatus: secrets.maskValues(event.externalStatus),
        data: masked(event.data),
        stats: masked(event.stats),
        externalChildIds: masked(event.externalChildIds),
        errorMessage: masked(event.errorMessage),
      };
    case 'failed':
      return { ...event, errorMessage: secrets.maskValues(event.errorMessage) };
    default:
      return event;
  }

  function masked(text: string | undefined): string | undefined {
    return text === undefined ? undefined : secrets.maskValues(text);
  }
}
