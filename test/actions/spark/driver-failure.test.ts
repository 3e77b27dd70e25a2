import { expect, test } from 'vitest';
import { rootCause } from '../../../actions/spark/driver-failure.ts';

test.each([
  [
    'Java',
    `Exception in thread "main" org.apache.spark.SparkException: Job aborted
	at org.apache.spark.Main.run(Main.scala:1)
Caused by: java.lang.RuntimeException: outer
	... 3 more
Caused by: java.io.IOException: No space left on device
	at java.io.File.write(File.java:2)
	... 9 more`,
    'java.io.IOException: No space left on device',
  ],
  [
    'Java, without a cause',
    `Exception in thread "main" java.lang.NullPointerException: x
	at a.B.c(B.java:1)`,
    'java.lang.NullPointerException: x',
  ],
  [
    'Python',
    `Traceback (most recent call last):
  File "app.py", line 3, in <module>
    main()
ValueError: no such column: x`,
    'ValueError: no such column: x',
  ],
  [
    'Node.js',
    `file:///app.ts:3
throw new TypeError('boom');
^

TypeError: boom
    at file:///app.ts:3:7
  [cause]: RangeError: deeper {
    at file:///app.ts:2:7
  }
}

Node.js v24.0.0`,
    'RangeError: deeper',
  ],
  [
    'our engine',
    `/app.ts:3:7: Error: Forbidden word found
    at /app.ts:3:7`,
    '/app.ts:3:7: Error: Forbidden word found',
  ],
  [
    'our engine, for what it says itself',
    '/app.ts:3:7: Task not serializable\n    at /app.ts:3:7',
    '/app.ts:3:7: Task not serializable',
  ],
  ['our submit', "Error: Master 'x' cannot run\nRun with --help", "Error: Master 'x' cannot run"],
  ['a plain word', 'starting\nit did not work\n    at x', 'it did not work'],
])('the cause is found in what %s prints', (_, text, cause) => {
  expect(rootCause(text.split('\n'))).toBe(cause);
});

test('no output tells no cause, and a long one is cut', () => {
  expect(rootCause([])).toBeUndefined();
  expect(rootCause([`Error: ${'x'.repeat(1000)}`])).toHaveLength(500);
});
