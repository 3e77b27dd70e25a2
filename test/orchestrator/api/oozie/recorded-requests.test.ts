/** What a real Oozie answered to random requests about eight jobs is what we answer about ours. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type ComparableAnswer,
  comparableAnswer,
  type ServerFacts,
} from '../../../support/rest-comparison/comparable-answer.ts';
import { isAsMeant } from '../../../support/rest-comparison/differs-on-purpose.ts';
import { prepareJobs, writeRestApps } from '../../../support/rest-comparison/prepared-jobs.ts';
import type { RestRequest } from '../../../support/rest-comparison/rest-request.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';
import { startTestServer, type TestServer } from '../../server/test-server.ts';

interface RecordedRequest {
  readonly request: RestRequest;
  readonly answer: ComparableAnswer;
}

const recorded = JSON.parse(
  readFileSync(new URL('../../../fixture/oozie-rest/answers.json', import.meta.url), 'utf8'),
) as readonly RecordedRequest[];

let server: TestServer;
let facts: ServerFacts;

beforeAll(async () => {
  const root = writeRestApps(temporaryDirectory());
  server = await startTestServer();
  facts = { url: server.url, root, jobs: await prepareJobs(server.url, root) };
});

afterAll(() => server.close());

test(`${recorded.length} requests`, async () => {
  expect(recorded.length).toBeGreaterThan(500);
  const differing: unknown[] = [];
  for (const { request, answer } of recorded) {
    const ours = await comparableAnswer(request, facts);
    if (!isAsMeant(request, answer, ours)) differing.push({ request, theirs: answer, ours });
  }
  expect(differing).toEqual([]);
});
