/** The states of a workflow job (Oozie's names) and what each of them means. */
export const workflowJobStatuses = {
  PREP: { isTerminal: false, description: 'submitted, not started' },
  RUNNING: { isTerminal: false, description: 'its actions are being started and run' },
  SUSPENDED: { isTerminal: false, description: 'what runs goes on, nothing new is started' },
  SUCCEEDED: { isTerminal: true, description: 'an end node was reached' },
  KILLED: { isTerminal: true, description: 'a kill node was reached, or somebody killed it' },
  FAILED: {
    isTerminal: true,
    description: 'it could not go on: an error that no transition takes',
  },
} as const;

export type WorkflowJobStatus = keyof typeof workflowJobStatuses;

export function isTerminalJobStatus(status: WorkflowJobStatus): boolean {
  return workflowJobStatuses[status].isTerminal;
}
