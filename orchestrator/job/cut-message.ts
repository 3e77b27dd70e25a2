/** Width of Oozie's column for an action's error message, which its clients see. */
const ERROR_MESSAGE_LENGTH_MAX = 500;

/** An action's error message as it is kept and shown. */
export function cutMessage(message: string | undefined): string | undefined {
  return message?.slice(0, ERROR_MESSAGE_LENGTH_MAX);
}
