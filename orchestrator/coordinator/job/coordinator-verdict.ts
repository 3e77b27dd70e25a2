/** What became of a command: whether the job's status let it do something. */
export type CoordinatorVerdict = 'accepted' | 'ignored';
