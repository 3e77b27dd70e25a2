/** How mail leaves this server; names and defaults are Oozie's. */

export interface EmailSettings {
  readonly host: string;
  readonly port: number;
  readonly from: string;
  /** Undefined where the mail server asks for no password. */
  readonly login: { readonly user: string; readonly password: string } | undefined;
  /** Whether STARTTLS is used if the mail server offers it. */
  readonly usesTls: boolean;
  /** For connecting, and for each answer. */
  readonly timeoutMs: number;
  readonly allowsAttachments: boolean;
}

const PORT_DEFAULT = 25;
const TIMEOUT_MS_DEFAULT = 10_000;

export function readEmailSettings(settings: ReadonlyMap<string, string>): EmailSettings {
  const text = (name: string, otherwise: string) =>
    settings.get(`oozie.email.${name}`)?.trim() || otherwise;
  const user = text('smtp.username', '');
  const password = settings.get('oozie.email.smtp.password') ?? '';
  return {
    host: text('smtp.host', 'localhost'),
    port: count(text('smtp.port', ''), PORT_DEFAULT),
    from: text('from.address', 'oozie@localhost'),
    login: text('smtp.auth', 'false') === 'true' ? { user, password } : undefined,
    usesTls: text('smtp.starttls.enable', 'false') === 'true',
    timeoutMs: count(text('smtp.socket.timeout.ms', ''), TIMEOUT_MS_DEFAULT),
    allowsAttachments: text('attachment.enabled', 'true') === 'true',
  };
}

/** What is no number is left at its default, so that one wrong digit does not stop all mail. */
function count(text: string, otherwise: number): number {
  return /^\d+$/.test(text) ? Number(text) : otherwise;
}
