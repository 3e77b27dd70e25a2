import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HowdahError } from '../../../../base/error/howdah-error.ts';
import {
  EXPRESSION_DEPTH_MAX,
  TEMPLATE_LENGTH_MAX,
} from '../../../../orchestrator/definition/el/expression-limits.ts';
import { parseTemplate } from '../../../../orchestrator/definition/el/syntax/parse-template.ts';
import { workflowEvaluator } from './workflow-context.ts';

const evaluator = workflowEvaluator({ configuration: { a: 'A', n: '42', class: 'c' } });

function failure(text: string): HowdahError {
  try {
    evaluator.evaluate(text);
  } catch (error) {
    if (error instanceof HowdahError) return error;
    throw error;
  }
  throw new Error(`${text} was evaluated`);
}

describe('text around expressions', () => {
  test('is kept to the letter', () => {
    const plain = fc
      .string({ unit: fc.constantFrom(...'ab $#{}\\\'"\n<&;é😀') })
      .filter((text) => !/[$#]\{/.test(text));
    fc.assert(
      fc.property(plain, (text) => {
        expect(evaluator.evaluate(text)).toBe(text);
      }),
    );
    const between = plain.filter((text) => !text.endsWith('\\'));
    fc.assert(
      fc.property(between, plain, (before, after) => {
        expect(evaluator.evaluate(`${before}\${a}${after}`)).toBe(`${before}A${after}`);
      }),
    );
  });

  /** As a real Oozie gave them. */
  test.each([
    ['\\${a}', '${a}'],
    ['\\\\${a}', '\\${a}'],
    ['\\\\\\\\${a}', '\\\\\\${a}'],
    ['$\\${a}', '$${a}'],
    ['\\$${a}', '\\$A'],
    ['\\${a', '${a'],
    ['${a}\\#{b}', 'A#{b}'],
    ['$$${a}$$', '$$A$$'],
    ['##{a}', '#A'],
    ['$#{a}', '$A'],
    ["text ${'}'} more", 'text } more'],
    ["${'{'}}", '{}'],
    ['${a}{b}', 'A{b}'],
    ['C:\\temp\\${a}', 'C:\\temp${a}'],
  ])('%s gives %s', (text, expected) => {
    expect(evaluator.evaluate(text)).toBe(expected);
  });
});

describe('what is no expression', () => {
  test.each<[text: string, line: number, column: number, mend: string]>([
    ['${', 1, 3, 'found the end of the text; a value was expected'],
    ['ab ${a', 1, 7, 'found the end of the text; an operator or the closing } was expected'],
    ['x\ny ${1 +}', 2, 8, 'found }; a value was expected'],
    ['${a b}', 1, 5, 'found b; an operator'],
    ["${concat('a',)}", 1, 14, 'found ); a value was expected'],
    ['${true ? 1}', 1, 11, 'found }; the : of a choice'],
    ["${'abc}", 1, 3, 'found a string that does not end'],
    ["${'a\\nb'}", 1, 3, 'found a string that does not end'],
    ['${1 &lt; 2}', 1, 5, 'found the character &; within XML write and, lt'],
    ['${class}', 1, 3, "wf:conf('class') reads it"],
    ['${a.empty}', 1, 5, 'found empty; the name of a property was expected'],
    ['${a} #{a}', 1, 6, 'found #{ after ${; use one of them'],
    ['${[1}', 1, 5, 'found }; a , or the closing ] was expected'],
    ['${{a:1}}', 1, 5, 'found :; the first key of a map'],
    ['${a@}', 1, 4, 'found the character @'],
  ])('%j fails at %i:%i', (text, line, column, mend) => {
    const error = failure(text);
    expect(error.code).toBe('EL_ERROR');
    expect(error.message).toBe(`Failed to parse the expression [${text}]`);
    expect(error.position).toMatchObject({ line, column });
    expect(error.mend).toContain(mend);
  });

  test.each<[text: string, column: number, message: string]>([
    ['a ${nope}', 5, 'variable [nope] cannot be resolved'],
    ['${a} ${wf:nope()}', 8, "Function 'wf:nope' not found"],
    ["${concat('a')}", 3, "Function ':concat' specifies 2 params, but 1 were declared"],
    ['${[1] < [2]}', 0, 'Cannot compare [1] to [2]'],
    ['${a.b}', 3, "Property 'b' not found on type java.lang.String"],
  ])('%j tells where', (text, column, message) => {
    const error = failure(text);
    expect(error.message).toBe(message);
    expect(error.position?.column ?? 0).toBe(column);
  });

  test('tells the functions that there are', () => {
    expect(failure('${fs:exits(a)}').mend).toContain('fs:exists');
    expect(failure('${coord:days(1)}').mend).toBe('there are no functions coord: here');
  });
});

describe('limits', () => {
  const deep = (count: number) => `\${${'('.repeat(count)}1${')'.repeat(count)}}`;

  test.each([
    ['brackets', deep(EXPRESSION_DEPTH_MAX)],
    ['many brackets', deep(100_000)],
    ['minus signs', `\${${'- '.repeat(100_000)}1}`],
    ['operators', `\${1${' + 1'.repeat(100_000)}}`],
    ['choices', `\${${'true ? '.repeat(100_000)}1}`],
    ['lambdas', `\${${'x->'.repeat(100_000)}1}`],
    ['lists', `\${${'['.repeat(100_000)}}`],
    ['assignments', `\${${'a = '.repeat(100_000)}1}`],
  ])('on %s', (_, text) => {
    expect(failure(text).mend).toContain(`more than ${EXPRESSION_DEPTH_MAX} levels`);
  });

  test('leave room', () => {
    expect(evaluator.evaluate(deep(EXPRESSION_DEPTH_MAX / 3))).toBe('1');
    expect(evaluator.evaluate(`\${0${' + 1'.repeat(EXPRESSION_DEPTH_MAX)}}`)).toBe('256');
    expect(evaluator.evaluate('${a}'.repeat(10_000))).toHaveLength(10_000);
  });

  test('on length', () => {
    const error = failure(`\${a}${' '.repeat(TEMPLATE_LENGTH_MAX)}`);
    expect(error.message).toContain('longer than');
  });

  test('on lambdas that call themselves', () => {
    expect(failure('${(f->f(f))(f->f(f))}').message).toContain('calls of lambdas');
    const twice = '(f->(x->f(f(x))))';
    expect(evaluator.evaluate(`\${${twice}(x->x + 1)(1)}`)).toBe('3');
    const often = `${twice}(`.repeat(20);
    expect(failure(`\${${often}x->x${')'.repeat(20)}(1)}`).message).toContain('calls of lambdas');
  });
});

test('any text is evaluated or refused', () => {
  const piece = fc.constantFrom(
    ...'${ #{ } { ( ) [ ] a n nope 1 2.5 "x" + - * / % == < ! . , : ; = -> += ? \\ $ #'.split(' '),
    ...["'", 'and', 'empty', 'wf', 'id', 'concat', ' ', '\n', '1e', '&&', 'null', 'x'],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      try {
        evaluator.evaluate(pieces.join(''));
      } catch (error) {
        if (!(error instanceof HowdahError) || error.code !== 'EL_ERROR') throw error;
      }
    }),
    { numRuns: 5_000 },
  );
});

test('reading takes time in proportion to the length', () => {
  const expressions = (count: number) => "${concat(a, wf:conf('x'))} text ".repeat(count);
  const timeMs = (count: number) => {
    const text = expressions(count);
    const start = performance.now();
    parseTemplate(text);
    return performance.now() - start;
  };
  timeMs(2_000);
  const small = Math.min(...[1, 2, 3].map(() => timeMs(2_000)));
  const large = Math.min(...[1, 2, 3].map(() => timeMs(20_000)));
  // Ten times the text; a square would be a hundred times the time.
  expect(large / small).toBeLessThan(50);
});
