/**
 * What jobs inherit from whoever submits them: local properties, and the asynchronous action that
 * they belong to. Spark keeps it for each thread; here it follows the asynchronous flow, so
 * that two
 * flows of one program have groups and pools of their own.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { CALL_SITE_SHORT, type LocalProperties } from '../scheduler/job-properties.ts';

/** Told of each job that is submitted within it. */
export interface JobFollower {
  /** @throws HowdahError when no more jobs shall be submitted */
  checkSubmission(): void;
  submitted(jobId: number): void;
}

interface Scope {
  readonly properties: LocalProperties;
  readonly follower: JobFollower | undefined;
}

export class JobScope {
  private readonly storage = new AsyncLocalStorage<Scope>();

  get properties(): LocalProperties {
    return this.storage.getStore()?.properties ?? {};
  }

  get follower(): JobFollower | undefined {
    return this.storage.getStore()?.follower;
  }

  /** Holds for what the present flow does from now on; undefined removes a property. */
  set(changes: Readonly<Record<string, string | undefined>>): void {
    const properties: Record<string, string> = { ...this.properties };
    for (const [key, value] of Object.entries(changes)) {
      if (value === undefined) {
        delete properties[key];
      } else {
        properties[key] = value;
      }
    }
    this.storage.enterWith({ properties, follower: this.follower });
  }

  /** What a job is called: what the program has said, or `countAsync at app.ts:3`. */
  nameOf(operation: string, callSite: string): string {
    const action = this.follower === undefined ? operation : `${operation}Async`;
    return this.properties[CALL_SITE_SHORT] ?? `${action} at ${callSite}`;
  }

  /** Runs something whose jobs are followed. */
  follow<T>(follower: JobFollower, body: () => T): T {
    return this.storage.run({ properties: this.properties, follower }, body);
  }
}
