/** Random cron expressions in Quartz's dialect, a few of them wrong. */
import type { RandomSource } from './random-source.ts';

const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC jan Dec'.split(' ');
const days = 'SUN MON TUE WED THU FRI SAT sun Fri'.split(' ');

export function randomCron(random: RandomSource): string {
  const dayOfMonth = randomDayOfMonth(random);
  const dayOfWeek = randomDayOfWeek(random);
  const [first, second] = random.pick([
    [dayOfMonth, '*'],
    ['*', dayOfWeek],
    [dayOfMonth, '?'],
    ['?', dayOfWeek],
    ['*', '*'],
    ['*', '*'],
    ['*', '?'],
    [dayOfMonth, dayOfWeek],
  ]);
  const minute = random.chance(0.3) ? '0' : numeric(random, 0, 59);
  const hour = random.chance(0.3) ? '*' : numeric(random, 0, 23);
  const month = random.chance(0.6) ? '*' : randomMonth(random);
  const fields = [minute, hour, first, month, second];
  if (random.chance(0.03)) fields[random.integer(0, 4)] = randomMistake(random);
  return fields.join(' ');
}

/** A field of numbers: single ones, lists, ranges (which may wrap), steps. */
function numeric(random: RandomSource, min: number, max: number): string {
  const value = () => String(random.integer(min, max));
  return random.pick([
    () => '*',
    value,
    value,
    () => `${value()},${value()}`,
    () => `${value()},${value()},${value()}`,
    () => `${value()}-${value()}`,
    () => `${value()}-${value()}/${random.integer(1, 9)}`,
    () => `*/${random.integer(1, max)}`,
    () => `${value()}/${random.integer(1, max)}`,
    () => `${value()}-${value()},${value()}`,
  ])();
}

function randomMonth(random: RandomSource): string {
  return random.pick([
    () => numeric(random, 1, 12),
    () => random.pick(months),
    () => `${random.pick(months)}-${random.pick(months)}`,
    () => `${random.pick(months)},${random.pick(months)}`,
  ])();
}

function randomDayOfMonth(random: RandomSource): string {
  return random.pick([
    () => numeric(random, 1, 31),
    () => numeric(random, 1, 31),
    () => 'L',
    () => 'LW',
    () => `L-${random.integer(1, 27)}`,
    () => `L-${random.integer(1, 9)}W`,
    () => `${random.integer(1, 28)}W`,
    () => String(random.integer(28, 31)),
  ])();
}

function randomDayOfWeek(random: RandomSource): string {
  const day = () => String(random.integer(1, 7));
  const name = () => random.pick(days);
  return random.pick([
    () => numeric(random, 1, 7),
    () => numeric(random, 1, 7),
    name,
    () => `${name()}-${name()}`,
    () => `${name()},${name()}`,
    () => 'L',
    () => `${day()}L`,
    () => `${name()}L`,
    () => `${day()}#${random.integer(1, 5)}`,
    () => `${name()}#${random.integer(1, 5)}`,
  ])();
}

const mistakes =
  '60 24 32 13 0 8 x FOO 5x */0 /5 1-70 5/70 1/ ?x ? #2 2#6 W 1,L 3W,5 1--2 *5 MONX JAN-'
    .split(' ')
    .concat(['FRI/2', '07', '1-5-9']);

function randomMistake(random: RandomSource): string {
  return random.pick(mistakes);
}
