import type { EmailAddress } from './email-address.ts';

/** One message, ready to be sent. */
export interface MailMessage {
  readonly to: readonly EmailAddress[];
  readonly cc: readonly EmailAddress[];
  readonly bcc: readonly EmailAddress[];
  readonly subject: string;
  readonly body: string;
  /** `text/plain`, `text/html` …; texts are sent in UTF-8 whatever it says. */
  readonly contentType: string;
  readonly attachments: readonly MailAttachment[];
}

export interface MailAttachment {
  readonly name: string;
  readonly content: Uint8Array;
}
