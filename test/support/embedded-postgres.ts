/** Fresh databases on the run's one PostgreSQL server. */
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';

export interface EmbeddedPostgres {
  /** Directory of the server's Unix socket; as `host` of a connection, user `postgres`. */
  readonly socketDirectory: string;
  /** Creates an empty database and returns its `postgresql://` URL; dropped with the server. */
  createDatabase(): Promise<string>;
}

let shared: Promise<EmbeddedPostgres> | undefined;

/** The run's server, started by whoever asks first. */
export function embeddedPostgres(): Promise<EmbeddedPostgres> {
  shared ??= askForServer().then((socketDirectory) => ({
    socketDirectory,
    createDatabase: () => createDatabase(socketDirectory),
  }));
  return shared;
}

async function createDatabase(socketDirectory: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: databaseUrl(socketDirectory, 'postgres') });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  } finally {
    await client.end();
  }
  return databaseUrl(socketDirectory, name);
}

function databaseUrl(socketDirectory: string, name: string): string {
  return `postgresql://postgres@localhost/${name}?host=${encodeURIComponent(socketDirectory)}`;
}

function askForServer(): Promise<string> {
  const socket = connect(join(inject('runDirectory'), 'services.sock'));
  let answer = '';
  return new Promise((resolve, reject) => {
    socket.setEncoding('utf8').on('data', (text) => {
      answer += text;
    });
    socket.once('error', reject);
    socket.once('end', () => {
      const { value, error } = JSON.parse(answer) as { value?: string; error?: string };
      if (value === undefined) reject(new Error(error));
      else resolve(value);
    });
  });
}
