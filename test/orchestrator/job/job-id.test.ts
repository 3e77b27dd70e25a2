import { expect, it } from 'vitest';
import { JobIdGenerator } from '../../../orchestrator/job/job-id.ts';

it('makes ids as Oozie does', () => {
  const ids = new JobIdGenerator(Date.UTC(2026, 10, 21, 2, 12, 46, 880), 'oozie-root-and-more');
  expect(ids.next('W')).toBe('0000000-261121021246880-oozie-root-W');
  expect(ids.next('C')).toBe('0000001-261121021246880-oozie-root-C');
});
