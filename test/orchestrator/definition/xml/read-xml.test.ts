import { describe, expect, it } from 'vitest';
import { defaultDefinitionLimits } from '../../../../orchestrator/definition/definition-limits.ts';
import { readXml } from '../../../../orchestrator/definition/xml/read-xml.ts';

function read(text: string, limits = {}) {
  return readXml(text, 'a.xml', { ...defaultDefinitionLimits, ...limits });
}

function rootOf(text: string) {
  const { root, problems } = read(text);
  expect(problems).toEqual([]);
  return root as NonNullable<typeof root>;
}

describe('the XML reader', () => {
  it('keeps the position of every element and attribute', () => {
    const root = rootOf('<!-- c -->\n\n<a x="1"\n   y = "2">\r\n  <b/><c\n  z="3"/></a>');
    expect(root.position).toEqual({ file: 'a.xml', line: 3, column: 1 });
    expect(root.attributePositions?.get('x')).toEqual({ file: 'a.xml', line: 3, column: 4 });
    expect(root.attributePositions?.get('y')).toEqual({ file: 'a.xml', line: 4, column: 4 });
    const [b, c] = root.children;
    expect(b?.position).toEqual({ file: 'a.xml', line: 5, column: 3 });
    expect(c?.position).toEqual({ file: 'a.xml', line: 5, column: 7 });
    expect(c?.attributePositions?.get('z')).toEqual({ file: 'a.xml', line: 6, column: 3 });
  });

  it('finds the place of a name that is the beginning of another', () => {
    const [a, ab] = rootOf('<r><a ab="1"/><ab a="1"></ab></r>').children;
    expect(a?.attributePositions?.get('ab')?.column).toBe(7);
    expect(ab?.position.column).toBe(15);
  });

  it.each([
    ['a comment and blank lines before the root', '\n\n<!-- x -->\n<a>t</a>'],
    ['CDATA', '<a><![CDATA[t]]></a>'],
    ['a declaration of any encoding', '<?xml version="1.0" encoding="UTF-16"?><a>t</a>'],
    ['character references', '<a>&#x74;</a>'],
    ['processing instructions', '<?x y?><a><?p q?>t</a>'],
  ])('takes %s', (_, text) => {
    expect(rootOf(text)).toMatchObject({ name: 'a', text: 't' });
  });

  it('resolves namespaces and leaves schema locations out', () => {
    const root = rootOf(
      '<w:a xmlns:w="urn:w" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
        'xsi:schemaLocation="x y"><b xmlns="urn:b"/><w:c/></w:a>',
    );
    expect(root).toMatchObject({ name: 'a', namespace: 'urn:w' });
    expect(root.attributes.size).toBe(0);
    expect(root.children.map(({ name, namespace }) => [name, namespace])).toEqual([
      ['b', 'urn:b'],
      ['c', 'urn:w'],
    ]);
  });

  it('keeps a namespace that is written with blanks apart', () => {
    expect(rootOf('<a xmlns="urn:a "/>').namespace).toBe('urn:a ');
  });

  it('keeps texts to the letter, line ends apart', () => {
    const root = rootOf('<a> x\r\n\ty &amp; &lt;z </a>');
    expect(root.text).toBe(' x\n\ty & <z ');
  });

  it('drops white space between elements', () => {
    expect(rootOf('<a>\n  <b/>\n</a>').text).toBe('');
  });

  it.each([
    ['a byte order mark', '\uFEFF<a/>', 1, 1],
    ['text before the root', 'x<a/>', 1, 2],
    ['an unclosed element', '<a>\n<b>\n</a>', 3, 4],
    ['a second root', '<a/>\n<b/>', 2, 3],
    ['an attribute twice', '<a x="1" x="2"/>', 1, 16],
    ['an unknown prefix', '<a><q:b/></a>', 1, 9],
    ['an unknown entity', '<a>&nbsp;</a>', 1, 9],
    ['a forbidden character', '<a>&#0;</a>', 1, 7],
    ['an unknown version of XML', '<?xml version="1.2"?><a/>', 1, 21],
    ['a declaration after white space', ' <?xml version="1.0"?><a/>', 1, 7],
    ['nothing but white space', ' \n ', 2, 1],
  ])('refuses %s where it stands', (_, text, line, column) => {
    const { root, problems } = read(text);
    expect(root).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'E0701', severity: 'error', phase: 'schema' }]);
    expect(problems[0]?.position).toEqual({ file: 'a.xml', line, column });
  });

  it('refuses too deep a nesting', () => {
    const deep = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
    expect(read(deep(10), { depthMax: 10 }).problems).toEqual([]);
    expect(read(deep(11), { depthMax: 10 }).problems[0]?.message).toContain('deeper than 10');
    expect(read(deep(100_000)).problems).toHaveLength(1);
  });

  it('refuses too many elements', () => {
    const many = (count: number) => `<a>${'<b/>'.repeat(count - 1)}</a>`;
    expect(read(many(5), { elementsMax: 5 }).problems).toEqual([]);
    expect(read(many(6), { elementsMax: 5 }).problems[0]?.message).toContain('more than 5');
  });
});

describe('a DOCTYPE', () => {
  it('is noticed, and its own entities are known', () => {
    const { root, doctype } = read('<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>');
    expect(doctype).toMatchObject({ offset: 0, isExternal: false });
    expect(root?.text).toBe('x');
  });

  it('never expands entities within entities', () => {
    const lines = Array.from({ length: 30 }, (_, i) => `<!ENTITY e${i + 1} "&e${i};&e${i};">`);
    const { root } = read(`<!DOCTYPE a [<!ENTITY e0 "ha">${lines.join('')}]><a>&e30;</a>`);
    expect(root?.text).toBe('&e29;&e29;');
  });

  it.each([
    ['with a system id', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    ['with a public id', '<!DOCTYPE a PUBLIC "x" "http://localhost/x"><a/>'],
    [
      'whose entity is external',
      '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>',
    ],
  ])('is external %s, and nothing is read', (_, text) => {
    const { root, doctype } = read(text);
    expect(doctype?.isExternal).toBe(true);
    expect(root?.text).toBe('');
  });
});
