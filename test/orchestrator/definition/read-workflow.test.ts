/** What is told of broken definitions: every problem, its place, and what would be right. */
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../orchestrator/definition/problem.ts';
import { firstProblem, problemError } from '../../../orchestrator/definition/problem.ts';
import {
  detectFormat,
  readWorkflow,
  validateWorkflowText,
} from '../../../orchestrator/definition/read-workflow.ts';

function validate(text: string, file = 'workflow.xml'): Problem[] {
  return validateWorkflowText(text, { file, validateForkJoin: true });
}

/** A workflow around one action, whose first line is the third of the text. */
function around(action: string, version = '1.0'): string {
  return `<workflow-app xmlns="uri:oozie:workflow:${version}" name="t">
<start to="a"/><action name="a">
${action}
<ok to="end"/><error to="fail"/></action>
<kill name="fail"><message>m</message></kill><end name="end"/></workflow-app>`;
}

function shell(content: string, version = '1.0'): string {
  return `<shell xmlns="uri:oozie:shell-action:${version}">\n${content}</shell>`;
}

describe('a mistake in the grammar', () => {
  it.each([
    ['a required element that is left out', shell(''), 3, '<exec> is missing', 'add <exec>'],
    [
      'an element before a required one',
      shell('<argument>x</argument>'),
      4,
      '<exec> of <shell> is missing before <argument>',
      'add <exec>',
    ],
    [
      'elements in the wrong order',
      shell('<argument>x</argument><exec>x</exec>'),
      4,
      '<argument> is not allowed at this place of <shell>',
      'mind the order',
    ],
    ['an element twice', shell('<exec>x</exec>\n<exec>y</exec>'), 5, '<exec> is not', '<argument>'],
    ['a misspelt element', shell('<exce>x</exce>'), 4, '<exce>', 'did you mean <exec>?'],
    [
      'an element of another version',
      shell('<launcher/><exec>x</exec>', '0.3'),
      4,
      '<launcher>',
      'exists only in uri:oozie:shell-action:1.0',
    ],
    ['an unknown version', shell('<exec>x</exec>', '9'), 3, 'shell-action:9', 'known are'],
    [
      'a missing namespace',
      '<shell><exec>x</exec></shell>',
      3,
      '<shell> is not allowed',
      'xmlns="uri:oozie:shell-action:1.0"',
    ],
    ['text between elements', shell('oops<exec>x</exec>'), 3, '"oops"', 'remove the text'],
    [
      'elements within text',
      shell('<exec><b/></exec>'),
      4,
      '<exec> may not hold elements, found <b>',
      'remove <b>',
    ],
    [
      'content of an empty element',
      shell('<exec>x</exec><capture-output>yes</capture-output>'),
      4,
      '"yes"',
      'write <capture-output/>',
    ],
    [
      'a text that is no number',
      shell('<launcher><vcores>many</vcores></launcher><exec>x</exec>'),
      4,
      '"many"',
      'whole number',
    ],
    ['a missing attribute', '<fs><mkdir/></fs>', 3, 'path of <mkdir>', 'write <mkdir path="…">'],
    [
      'a misspelt attribute',
      '<fs><mkdir path="x" paht="y"/></fs>',
      3,
      'attribute paht',
      'did you mean path?',
    ],
    [
      'an attribute of another version',
      '<fs><delete path="x" skip-trash="true"/></fs>',
      3,
      'skip-trash',
      'exists only in uri:oozie:workflow:0.5',
    ],
  ])('is told for %s', (_, action, line, found, mend) => {
    const problems = validate(around(action));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: 'E0701', severity: 'error', position: { line } });
    expect(problems[0]?.message).toContain(found);
    expect(problems[0]?.mend).toContain(mend);
  });

  it('does not hide the others', () => {
    const text = around(shell('<exce>x</exce>'))
      .replace('to="fail"', 'to="fial"')
      .replace('<message>m</message>', '');
    expect(validate(text).map(({ code, position }) => [code, position.line])).toEqual([
      ['E0701', 4],
      ['E0708', 5],
      ['E0701', 6],
    ]);
  });

  it('at an unknown name is not told again for those who lead there', () => {
    const text = around('<fs/>').replace(/<(\/?)kill/g, '<$1kil');
    expect(validate(text).map(({ message }) => message)).toEqual([
      'XML schema error, <kil> is not allowed at this place of <workflow-app>',
    ]);
  });

  it.each([
    ['no namespace', '<workflow-app name="x"/>', 'xmlns="uri:oozie:workflow:1.0"'],
    ['an unknown version', '<workflow-app xmlns="uri:oozie:workflow:2.0"/>', 'workflow:1.0'],
    ['another root', '<workflow xmlns="uri:oozie:workflow:1.0"/>', 'begin with <workflow-app'],
    ['a root that is no workflow', '<fs xmlns="uri:oozie:workflow:1.0"/>', '<workflow-app>'],
  ])('is told for %s', (_, text, mend) => {
    const problems = validate(text);
    expect(problems.map(({ code }) => code)).toEqual(['E0701']);
    expect(problems[0]?.mend).toContain(mend);
  });
});

describe('the order of problems', () => {
  it('is that of the file for people and that of Oozie for clients', () => {
    const text = around('<fs/>')
      .replace('<start to="a"/>', '<start to="nope"/>')
      .replace('</kill>', '</kill><kill name="a"><message/></kill>');
    const { problems } = readWorkflow(text, { file: 'w.xml' });
    expect(validate(text).map(({ code }) => code)).toEqual(['E0708', 'E0705']);
    expect(firstProblem(problems)?.code).toBe('E0705');
  });

  it('carries over into the error that is thrown', () => {
    const [found] = validate(around('<fs/>').replace('to="end"', 'to="ende"'));
    const error = problemError(found as Problem);
    expect(error.codedMessage).toBe('E0708: Invalid transition, node [a] transition [ende]');
    expect(error.position).toEqual({ file: 'workflow.xml', line: 4, column: 5 });
    expect(error.mend).toBe('did you mean end?');
  });
});

describe('limits', () => {
  it('count bytes, not characters', () => {
    const text = around(`<fs><mkdir path="${'ä'.repeat(60_000)}"/></fs>`);
    expect(text.length).toBeLessThan(100_000);
    const [found] = validate(text);
    expect(found).toMatchObject({ code: 'E0736', position: { line: 1, column: 1 } });
    expect(found?.message).toMatch(/length \[120,\d{3}\] exceeded .* \[100,000\]$/);
  });

  it('are settings', () => {
    const options = { file: 'w.xml', limits: { sizeBytesMax: 10 } };
    expect(firstProblem(readWorkflow(around('<fs/>'), options).problems)?.code).toBe('E0736');
  });

  it.each(['', ' \n', '<', '\0', '\uD800', '<a'.repeat(30_000), ']]>', '[['.repeat(30_000)])(
    'let no text crash the reader: %#',
    (text) => {
      for (const file of ['w.xml', 'w.yaml', 'w']) {
        expect(firstProblem(readWorkflow(text, { file }).problems)).toBeDefined();
      }
    },
  );

  it('bound how many problems are told', () => {
    const text = around(`<fs>${'<x/>'.repeat(20_000)}</fs>`);
    expect(validate(text)).toHaveLength(1_000);
  });
});

it.each([
  ['a.yaml', '<x/>', 'yaml'],
  ['a.YML', '', 'yaml'],
  ['a.xml', 'workflow: x', 'xml'],
  ['standard input', '\n <workflow-app/>', 'xml'],
  ['standard input', 'workflow: x', 'yaml'],
] as const)('takes the format of %s with %j from name and text', (file, text, format) => {
  expect(detectFormat(file, text)).toBe(format);
});
