/** Messages to a listening socket; verdicts, codes and texts are a real Oozie's. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emailActionType } from '../../../actions/email/email-action.ts';
import { FileSystemRegistry } from '../../../base/file-system/file-system-registry.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { actionContext, actionError, element } from '../action-context.ts';
import { listenForMail, type SmtpListener } from './smtp-listener.ts';

let smtp: SmtpListener;

beforeAll(async () => {
  smtp = await listenForMail();
});

beforeEach(() => {
  smtp.mails.length = 0;
});

afterAll(() => smtp.close());

type Fields = Readonly<Record<string, string>>;

function contextOf(fields: Fields, settings: Fields = {}) {
  const written: Fields = { subject: 's', body: 'b', ...fields };
  const root = element(
    'email',
    Object.entries(written).map(([name, text]) => element(name, text)),
  );
  return actionContext(root, {
    settings: new Map(
      Object.entries({
        'oozie.email.smtp.host': '127.0.0.1',
        'oozie.email.smtp.port': String(smtp.port),
        ...settings,
      }),
    ),
  });
}

const run = (fields: Fields, settings?: Fields) => emailActionType.run(contextOf(fields, settings));

/** Header fields and the body of the only message. */
function onlyMail() {
  expect(smtp.mails).toHaveLength(1);
  const mail = smtp.mails[0];
  const [head = '', ...body] = (mail?.text ?? '').split('\n\n');
  return { ...mail, head, body: body.join('\n\n') };
}

describe('a message', () => {
  test('reaches everybody, and shows the blind copy to nobody', async () => {
    const outcome = await run({
      to: 'a@b, Bob Foo <bob@x.org>',
      cc: 'c',
      bcc: 'hidden@y',
      subject: ' One\n two ',
      body: '  line 1\n.line 2\n ',
    });

    expect(outcome).toEqual({ status: 'OK', externalStatus: 'OK' });
    const mail = onlyMail();
    expect(mail.from).toBe('oozie@localhost');
    expect(mail.recipients).toEqual(['a@b', 'bob@x.org', 'c', 'hidden@y']);
    expect(mail.head).toContain('To: a@b, Bob Foo <bob@x.org>\n');
    expect(mail.head).toContain('Content-Type: text/plain');
    expect(mail.head).not.toContain('hidden');
    expect(mail.body).toBe('line 1\n.line 2');
  });

  test('has the type and the characters that it was written in', async () => {
    await run({ to: 'a@b', subject: 'Grüße', body: '<b>ü</b>', content_type: 'text/html' });

    const { head, body } = onlyMail();
    expect(head).toContain('Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=');
    expect(head).toMatch(/Content-Type: text\/html; charset=utf-8/i);
    expect(body).toContain('<b>=C3=BC</b>');
  });

  test('can be that of workflow 0.1, whose body is called message', async () => {
    const root = element('email', [
      element('to', 'a@b'),
      element('subject', 's'),
      element('message', 'hello'),
    ]);
    await emailActionType.run({ ...contextOf({}), element: root });
    expect(onlyMail().body).toBe('hello');
  });

  test('is sent once, though the server died before it could say so', async () => {
    const context = contextOf({ to: 'a@b' });
    await emailActionType.run(context);
    await emailActionType.run(context);
    expect(smtp.mails).toHaveLength(1);
  });
});

describe('attachments', () => {
  const nameNode = temporaryDirectory();
  const fileSystems = new FileSystemRegistry({ nameNodeMap: `hdfs://nn=${nameNode}` });

  beforeAll(() => {
    mkdirSync(join(nameNode, 'data'));
    writeFileSync(join(nameNode, 'data', 'report.csv'), 'a,b\n1,2\n');
  });

  test('are carried along', async () => {
    const context = contextOf({ to: 'a@b', attachment: 'hdfs://nn/data/report.csv' });
    await emailActionType.run({ ...context, fileSystems });

    const { text = '' } = onlyMail();
    expect(text).toContain('filename=report.csv');
    expect(text).toContain(Buffer.from('a,b\n1,2\n').toString('base64'));
  });

  test('are left out where the server does not allow them, and the message says so', async () => {
    await run(
      { to: 'a@b', attachment: '/data/report.csv' },
      { 'oozie.email.attachment.enabled': 'false' },
    );
    expect(onlyMail().body).toContain('attachments');
  });
});

test('logs in where the mail server wants it', async () => {
  await run(
    { to: 'a@b' },
    {
      'oozie.email.smtp.auth': 'true',
      'oozie.email.smtp.username': 'mailer',
      'oozie.email.smtp.password': 'secret',
    },
  );
  expect(smtp.logins).toEqual(['\0mailer\0secret']);
});

test.each<[string, Fields, string]>([
  ['EM001', { to: ' ' }, 'No recipients were specified in the to-address field.'],
  ['EM004', { to: 'a b c' }, 'EM004: Bad address format in <to> or <cc> or <bcc>.'],
  ['EM004', { to: 'a@b,,c@d' }, 'EM004: Bad address format in <to> or <cc> or <bcc>.'],
  ['EM004', { to: 'a@b@c' }, 'EM004: Bad address format in <to> or <cc> or <bcc>.'],
  ['EM004', { to: 'a@' }, 'EM004: Bad address format in <to> or <cc> or <bcc>.'],
  ['EM004', { to: 'ü@b.de' }, 'EM004: Bad address format in <to> or <cc> or <bcc>.'],
  ['EM004', { to: 'a@b', cc: '' }, 'EM004: Bad address format in <to> or <cc> or <bcc>.'],
  ['EM005', { to: 'a@b', content_type: 'x' }, 'EM005: An error occurred while adding recipients.'],
  [
    'EM007',
    { to: 'reject@x' },
    'EM007: Encountered an error while sending the email message over SMTP.',
  ],
  [
    'EM007',
    { to: 'a@b', attachment: '/nope/none.txt' },
    'EM007: Encountered an error while sending the email message over SMTP.',
  ],
  [
    'EM008',
    { to: 'a@b', attachment: 'file:///etc/hostname' },
    'Encountered an error when attaching a file. A local file cannot be attached:file:///etc/hostname',
  ],
  [
    'EM008',
    { to: 'a@b', attachment: 'hdfs://other/x' },
    'EM008: Encountered an error when attaching a file',
  ],
])('%s for %j', async (code, fields, message) => {
  const error = await actionError(run(fields));

  expect(error).toMatchObject({ code, message, errorClass: 'ERROR', externalStatus: 'ERROR' });
  expect(smtp.mails).toEqual([]);
});

test('EM002 for a sender that is no address', async () => {
  const error = await actionError(run({ to: 'a@b' }, { 'oozie.email.from.address': 'no body' }));
  expect(error.code).toBe('EM002');
});

test('EM007 where nobody listens, with the reason in the log', async () => {
  const gone = await listenForMail();
  gone.close();
  const context = contextOf({ to: 'a@b' }, { 'oozie.email.smtp.port': String(gone.port) });
  expect(await actionError(emailActionType.run(context))).toMatchObject({ code: 'EM007' });
  expect(context.lines.join()).toContain('ECONNREFUSED');
});

test.each(['a..b@c', '<a@b>', '"q r"@b', 'local', 'Büro <b@c.d>'])(
  'takes [%s] for an address',
  async (to) => {
    await expect(run({ to })).resolves.toMatchObject({ status: 'OK' });
  },
);
