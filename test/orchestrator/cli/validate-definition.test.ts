/** `howdah validate` on definitions of every kind. */
import { describe, expect, it } from 'vitest';
import { validateDefinition } from '../../../orchestrator/cli/validate-definition.ts';

function codes(text: string, file: string): string[] {
  return validateDefinition(text, file).map(({ code, position }) => `${code}@${position.line}`);
}

const coordinator = `<?xml version="1.0"?>
<!-- a comment <workflow-app> -->
<coordinator-app name="\${name}" frequency="\${coord:days(n)}" start="\${start}"
    end="2026-01-20T00:00Z" timezone="UTC" xmlns="uri:oozie:coordinator:0.4">
  <parameters><property><name>start</name></property></parameters>
  <action><workflow><app-path>\${apps}</app-path></workflow></action>
</coordinator-app>`;

const bundle = `<bundle-app name="b" xmlns="uri:oozie:bundle:0.2">
  <coordinator name="c"><app-path>\${apps}</app-path></coordinator>
</bundle-app>`;

describe('validation', () => {
  it('does not ask a coordinator or a bundle for what a job has to say', () => {
    expect(codes(coordinator, 'any.xml')).toEqual([]);
    expect(codes(bundle, 'any.xml')).toEqual([]);
  });

  it('tells what no job could mend', () => {
    expect(codes(coordinator.replace('"UTC"', '"utc"'), 'any.xml')).toEqual(['E1003@4']);
    expect(codes(coordinator.replace('coord:days', 'coord:day'), 'any.xml')).toEqual(['E1004@3']);
    expect(codes(bundle.replace('name="c"', ''), 'any.xml')).toEqual(['E0701@2']);
  });

  it('reads YAML by its first key', () => {
    const yaml = 'coordinator: c\nfrequency: 5 5\nstart: a\nend: b\ntimezone: UTC\n';
    expect(codes(`${yaml}action: {workflow: {app-path: /w}}\n`, 'c.yaml')).toEqual([
      'E1003@2',
      'E1003@3',
      'E1003@4',
    ]);
    expect(codes('bundle: b\n', 'b.yaml')).toEqual(['HOWDAH_YAML_SCHEMA@1']);
    expect(codes('workflow: w\n', 'w.yaml')).toEqual(['HOWDAH_YAML_SCHEMA@1']);
  });
});
