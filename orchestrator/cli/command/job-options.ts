/** What `howdah job` can be asked, and what does not go together. */
import { HowdahError } from '../../../base/error/howdah-error.ts';

export interface JobOptions {
  readonly dataDir: string;
  readonly log?: boolean;
  /** Only with `log`. */
  readonly level?: readonly string[];
  /** Only with `log`. */
  readonly follow?: boolean;
  readonly definition?: boolean;
  readonly graph?: 'dot' | 'svg';
  readonly json?: boolean;
  readonly start?: boolean;
  readonly suspend?: boolean;
  readonly resume?: boolean;
  readonly kill?: boolean;
  readonly rerun?: boolean;
  /** Only with `rerun`. */
  readonly failed?: boolean;
  /** Only with `rerun`. */
  readonly skip?: readonly string[];
  /** Only with `rerun` and `update`. */
  readonly define?: readonly string[];
  /** Of coordinators: numbers of actions. */
  readonly actions?: string;
  /** Nominal times of actions. */
  readonly dates?: string;
  /** Of bundles: names. */
  readonly coordinators?: readonly string[];
  readonly refresh?: boolean;
  /** False to leave the outputs of the run before. */
  readonly cleanup?: boolean;
  readonly ignore?: boolean;
  /** `name=value` */
  readonly change?: readonly string[];
  readonly update?: boolean;
  /** Only with `update`. */
  readonly dryRun?: boolean;
  /** Only with `update`: a file of properties. */
  readonly config?: string;
  /** Of the actions that are shown. */
  readonly status?: readonly string[];
  readonly offset?: number;
  readonly length?: number;
}

/** Options that say more about others. */
const companions: Readonly<Partial<Record<keyof JobOptions, readonly (keyof JobOptions)[]>>> = {
  level: ['log'],
  follow: ['log'],
  failed: ['rerun'],
  skip: ['rerun'],
  refresh: ['rerun'],
  coordinators: ['rerun'],
  dryRun: ['update'],
  config: ['update'],
  actions: ['rerun', 'kill', 'ignore', 'log'],
  dates: ['rerun', 'kill', 'log'],
};

/** @throws HowdahError HOWDAH_USAGE when more than one thing is asked for */
export function refuseSeveral(options: JobOptions, names: readonly (keyof JobOptions)[]): void {
  const asked = names.filter((name) => options[name] !== undefined);
  if (asked.length < 2) return;
  throw new HowdahError('HOWDAH_USAGE', [`--${asked.join(' and --')} exclude each other`], {
    mend: 'ask for one of them',
  });
}

/** @throws HowdahError HOWDAH_USAGE for what says more about something that is not asked */
export function refuseLonely(options: JobOptions): void {
  for (const [name, wanted] of Object.entries(companions)) {
    if (options[name as keyof JobOptions] === undefined) continue;
    if (wanted.some((one) => options[one] !== undefined)) continue;
    const written = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    const others = wanted.map((one) => `--${one}`).join(' or ');
    throw new HowdahError('HOWDAH_USAGE', [`${written} says nothing without ${others}`], {
      mend: `add ${others}`,
    });
  }
}

const onlyOfRecurring = [
  ...['ignore', 'change', 'update', 'actions', 'dates', 'coordinators', 'refresh', 'status'],
] as const;

/** @throws HowdahError HOWDAH_USAGE for what only coordinators and bundles have */
export function refuseRecurring(options: JobOptions): void {
  const asked = onlyOfRecurring.find((name) => options[name] !== undefined);
  if (asked === undefined) return;
  throw new HowdahError('HOWDAH_USAGE', [`--${asked} is not for a workflow`], {
    mend: 'name a coordinator, whose id ends in -C, or a bundle, whose id ends in -B',
  });
}
