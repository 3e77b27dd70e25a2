/** A mail server in as many lines as the tests need: what it was told, and what it received. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface ReceivedMail {
  readonly from: string;
  readonly recipients: readonly string[];
  /** Header and body, lines ended by a newline. */
  readonly text: string;
}

export interface SmtpListener {
  readonly port: number;
  readonly mails: ReceivedMail[];
  /** `AUTH PLAIN …` commands, decoded. */
  readonly logins: string[];
  close(): void;
}

/** Refuses recipients whose address holds `reject`. */
export async function listenForMail(): Promise<SmtpListener> {
  const mails: ReceivedMail[] = [];
  const logins: string[] = [];
  const server = createServer((socket) => converse(socket, mails, logins));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, mails, logins, close: () => server.close() };
}

function converse(socket: Socket, mails: ReceivedMail[], logins: string[]): void {
  let from = '';
  let recipients: string[] = [];
  let lines: string[] | undefined;
  let buffered = '';
  const say = (line: string) => socket.write(`${line}\r\n`);
  say('220 test');
  socket.setEncoding('utf8').on('data', (chunk) => {
    const received = (buffered + chunk).split('\r\n');
    buffered = received.pop() ?? '';
    for (const line of received) hear(line);
  });

  function hear(line: string): void {
    if (lines !== undefined) {
      if (line !== '.') {
        lines.push(line.startsWith('.') ? line.slice(1) : line);
        return;
      }
      mails.push({ from, recipients, text: lines.join('\n') });
      [lines, recipients] = [undefined, []];
      say('250 kept');
      return;
    }
    const [command = '', argument = ''] = line.split(/[ :](.*)/s);
    switch (command.toUpperCase()) {
      case 'EHLO':
        say('250-test');
        say('250 AUTH PLAIN');
        return;
      case 'AUTH':
        logins.push(Buffer.from(argument.replace('PLAIN ', ''), 'base64').toString());
        say('235 welcome');
        return;
      case 'MAIL':
        from = addressIn(argument);
        say('250 ok');
        return;
      case 'RCPT':
        if (argument.includes('reject')) {
          say('550 nobody');
          return;
        }
        recipients.push(addressIn(argument));
        say('250 ok');
        return;
      case 'DATA':
        lines = [];
        say('354 go on');
        return;
      case 'QUIT':
        say('221 bye');
        socket.end();
        return;
      default:
        say('250 ok');
    }
  }
}

function addressIn(text: string): string {
  return /<([^>]*)>/.exec(text)?.[1] ?? text;
}
