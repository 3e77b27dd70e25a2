/** Hands a message to the mail server that the settings name. */
import type { EmailSettings } from './email-settings.ts';
import type { MailMessage } from './mail-message.ts';

/** Its code is EDNS, ECONNECTION, ETIMEDOUT, EAUTH, EENVELOPE … where the transport knows it. */
export class MailNotSentError extends Error {
  override readonly name = 'MailNotSentError';
}

/**
 * Sent as soon as the promise resolves; a server that refuses one recipient gets no message.
 *
 * @throws MailNotSentError
 */
export async function sendMail(settings: EmailSettings, message: MailMessage): Promise<void> {
  // Loaded by those who send mail: others should not wait for it.
  const { createTransport } = await import('nodemailer');
  const { host, port, login, usesTls, timeoutMs } = settings;
  const transport = createTransport({
    host,
    port,
    secure: false,
    ignoreTLS: !usesTls,
    ...(login && { auth: { user: login.user, pass: login.password } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // Everything that a message is made of is in memory.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const { to, cc, bcc, subject, body, contentType, attachments } = message;
  try {
    const { rejected } = await transport.sendMail({
      from: settings.from,
      ...{ to: [...to], cc: [...cc], bcc: [...bcc], subject },
      alternatives: [{ contentType: inUtf8(contentType), content: body }],
      attachments: attachments.map(({ name, content }) => ({
        filename: name,
        content: Buffer.from(content),
      })),
    });
    if (rejected.length > 0) throw new Error(`refused: ${rejected.join(', ')}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MailNotSentError(reason, { cause: error });
  } finally {
    transport.close();
  }
}

/** The transport encodes every text in UTF-8. */
function inUtf8(contentType: string): string {
  if (!/^text\//i.test(contentType)) return contentType;
  return `${contentType.replace(/;\s*charset\s*=\s*("[^"]*"|[^;\s]*)/i, '')}; charset=utf-8`;
}
