/** The email action: hands one message to the mail server (email-action 0.1 and 0.2). */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorRow } from '../../base/error/error-table.ts';
import {
  type ActionContext,
  ActionError,
  type ActionLog,
  type ActionOutcome,
  type InServerActionType,
} from '../contract/action-type.ts';
import { codedActionError } from '../contract/coded-action-error.ts';
import { childText, type Element } from '../contract/element.ts';
import { inAttempt } from '../launcher/work-directory.ts';
import { type EmailAddress, parseEmailAddress } from './email-address.ts';
import { type EmailSettings, readEmailSettings } from './email-settings.ts';
import type { MailMessage } from './mail-message.ts';
import { readAttachments } from './read-attachments.ts';
import { sendMail } from './send-mail.ts';

export const emailActionType: InServerActionType = { name: 'email', kind: 'queued', run };

const done: ActionOutcome = { status: 'OK', externalStatus: 'OK' };

const ATTACHMENTS_LEFT_OUT =
  '\n Note: This server does not send attachments, so those of this message are missing.';

/** The server may die between sending and its commit: a note keeps it from sending twice. */
async function run(context: ActionContext): Promise<ActionOutcome> {
  const sentPath = join(context.directory, 'sent');
  if (existsSync(sentPath)) return done;
  const settings = readEmailSettings(context.settings);
  const message = await composeMessage(context, settings);
  context.signal.throwIfAborted();
  try {
    await sendMail(settings, message);
  } catch (error) {
    context.log.error(error instanceof Error ? error.message : String(error));
    throw codedActionError('EM007', [], { cause: error });
  }
  inAttempt(context, () => {
    mkdirSync(context.directory, { recursive: true });
    writeFileSync(sentPath, '');
  });
  context.log.info(`Email sent to [${message.to.map(({ address }) => address).join(', ')}]`);
  return done;
}

/** @throws ActionError EM001, EM002, EM004, EM005, EM007, EM008 */
async function composeMessage(
  { element, fileSystems, log }: ActionContext,
  settings: EmailSettings,
): Promise<MailMessage> {
  // Oozie names no code in the text of this one.
  if ((childText(element, 'to') ?? '') === '') {
    throw new ActionError('ERROR', 'EM001', errorRow('EM001').message, { externalStatus: 'ERROR' });
  }
  if (parseEmailAddress(settings.from) === undefined) throw codedActionError('EM002', []);
  const body = childText(element, 'body') ?? childText(element, 'message') ?? '';
  const attachment = childText(element, 'attachment') ?? '';
  const { allowsAttachments } = settings;
  const leavesOut = attachment !== '' && !allowsAttachments;
  return {
    to: addresses(element, 'to', log),
    cc: addresses(element, 'cc', log),
    bcc: addresses(element, 'bcc', log),
    subject: childText(element, 'subject') ?? '',
    contentType: contentType(element, log),
    body: leavesOut ? body + ATTACHMENTS_LEFT_OUT : body,
    attachments: allowsAttachments ? await readAttachments(attachment, fileSystems, log) : [],
  };
}

/** As in Oozie, an element that is there must not be empty; one comma may stand at the end. */
function addresses(element: Element, name: string, log: ActionLog): EmailAddress[] {
  const text = childText(element, name);
  if (text === undefined) return [];
  const items = text.replace(/,+$/, '').split(',');
  return items.map((item) => {
    const address = parseEmailAddress(item.trim());
    if (address !== undefined) return address;
    log.error(`[${item.trim()}] in <${name}> is no address`);
    throw codedActionError('EM004', []);
  });
}

function contentType(element: Element, log: ActionLog): string {
  const written = childText(element, 'content_type') || 'text/plain';
  if (/^[\w!#$&.+-]+\/[\w!#$&.+-]+\s*(;.*)?$/.test(written)) return written;
  log.error(`[${written}] in <content_type> is none`);
  throw codedActionError('EM005', []);
}
