/** A time as Java prints its dates, which is how Oozie's messages have them: in UTC here. */

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `Sun Nov 15 00:00:00 UTC 2026` */
export function formatJavaDate(timeMs: number): string {
  const date = new Date(timeMs);
  const [, time = ''] = date.toISOString().slice(0, 19).split('T');
  const day = String(date.getUTCDate()).padStart(2, '0');
  const month = months[date.getUTCMonth()];
  return `${days[date.getUTCDay()]} ${month} ${day} ${time} UTC ${date.getUTCFullYear()}`;
}
