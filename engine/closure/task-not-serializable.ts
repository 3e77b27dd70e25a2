/** The error for what cannot travel to an executor: Spark's words, the variable and its place. */
import { HowdahError } from '../../base/error/howdah-error.ts';

/** A function or variable of the user's source, for messages. Lines and columns from 1. */
export interface UserPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface NotSerializable {
  /**
   * What it is about: `the function 'parse'`, `'connection.socket', which the function captures`.
   */
  readonly subject: string;
  readonly place: UserPlace | undefined;
  /** Why, as a clause: `is a Socket, which …`. */
  readonly reason: string;
  readonly mend?: string | undefined;
  readonly cause?: unknown;
}

export function taskNotSerializable(details: NotSerializable): HowdahError {
  const { subject, place, reason, mend, cause } = details;
  const at = place === undefined ? '' : `${place.file}:${place.line}: `;
  const advice = mend === undefined ? '' : `; ${mend}`;
  return new HowdahError('HOWDAH_TASK_NOT_SERIALIZABLE', [`${at}${subject} ${reason}${advice}`], {
    position: place,
    subject,
    mend,
    cause,
  });
}
