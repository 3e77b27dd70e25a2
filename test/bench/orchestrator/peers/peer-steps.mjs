/** The steps of the measured workflows: the same work as in `bench-apps.ts`. */
import { spawn } from 'node:child_process';

export const steps = {
  fibonacci: async () => fibonacci(10),
  began: async () => String(process.hrtime.bigint()),
  true: () => run('/bin/true'),
};

function fibonacci(n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

/** Runs the command and returns its exit code. */
function run(command) {
  return new Promise((resolve, reject) => {
    spawn(command, { stdio: 'ignore' })
      .once('error', reject)
      .once('close', (code) => {
        if (code === 0) resolve(code);
        else reject(new Error(`${command} ended with ${code}`));
      });
  });
}
