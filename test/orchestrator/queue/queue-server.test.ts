import { expect, test } from 'vitest';
import { embeddedPostgres } from '../../support/embedded-postgres.ts';
import { useQueueServer } from '../../support/embedded-queue-server.ts';
import pg from 'pg';
test('x', async () => {
  let t = performance.now();
  const s = await useQueueServer();
  console.log('queue', performance.now() - t); t = performance.now();
  const p = await embeddedPostgres();
  console.log('pg', performance.now() - t); t = performance.now();
  const u = await p.createDatabase();
  console.log('db', performance.now() - t);
  const c = new pg.Client({ connectionString: u }); await c.connect();
  console.log((await c.query('select version()')).rows); await c.end();
  expect(s.processId).toBeGreaterThan(0);
});
