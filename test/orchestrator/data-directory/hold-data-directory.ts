/** A process that takes the data directory it is given, says whether it could, and stays. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { openDataDirectory } from '../../../orchestrator/data-directory/data-directory.ts';

const [path = ''] = process.argv.slice(2);
try {
  const directory = openDataDirectory(path);
  directory.publish('http://127.0.0.1:1');
  process.stdout.write('taken\n');
  process.stdin.resume();
  process.stdin.on('end', () => directory.close());
} catch (error) {
  if (!(error instanceof HowdahError)) throw error;
  process.stdout.write(`${error.codedMessage}\n`);
}
