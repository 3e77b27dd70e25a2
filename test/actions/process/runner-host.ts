/** A server's stand-in that tests kill: starts an attempt's process and waits for its end. */
import { ProcessRunner } from '../../../actions/process/process-runner.ts';

const [directory = '', line = ''] = process.argv.slice(2);
const running = await new ProcessRunner().start(directory, {
  command: '/bin/sh',
  arguments: ['-c', line],
  environment: { PATH: process.env.PATH ?? '' },
  workingDirectory: directory,
});
console.log(running.pid);
await running.ended;
console.log('ended');
