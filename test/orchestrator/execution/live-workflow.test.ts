/** One workflow's whole life, fs, expressions, decisions and kill messages as recorded. */
import { afterAll } from 'vitest';
import { listenForMail, type SmtpListener } from '../../actions/email/smtp-listener.ts';
import { describeReplay } from '../../support/golden-replay/describe-replay.ts';

let mail: SmtpListener | undefined;

afterAll(() => mail?.close());

describeReplay('live_workflow.json', {
  settings: async () => {
    mail = await listenForMail();
    return new Map([['oozie.email.smtp.port', String(mail.port)]]);
  },
  // The recorded server had made this file in an earlier test.
  prepare: ({ root }) => root.write('/golden/data/eldir/f.txt', 'not empty'),
});
