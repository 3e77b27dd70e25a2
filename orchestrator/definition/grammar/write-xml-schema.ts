/**
 * Writes the grammar tables as XML Schema, for editors and for whoever checks definitions without
 * this server. One file for each namespace, and one that brings them all together.
 */
import {
  type AttributeGrammar,
  type Content,
  compareVersions,
  type ElementGrammar,
  existsIn,
  type Particle,
  type TextTypeName,
} from '../../../actions/contract/grammar.ts';
import { escapeText } from '../xml/escape-text.ts';
import type { SchemaVersion } from './schema-registry.ts';

const XS = 'http://www.w3.org/2001/XMLSchema';

/** The patterns of XML Schema are anchored by themselves. */
const simpleTypes: Readonly<Record<TextTypeName, string>> = {
  string: 'xs:string',
  identifier: 'IDENTIFIER',
  'letter-identifier': 'LETTER_IDENTIFIER',
  boolean: 'xs:boolean',
  'unsigned-int': 'xs:unsignedInt',
  short: 'xs:short',
};

const namePatterns: Readonly<Record<string, string>> = {
  IDENTIFIER: '[a-zA-Z_][\\-_a-zA-Z0-9]*',
  LETTER_IDENTIFIER: '[a-zA-Z][\\-_a-zA-Z0-9]*',
};

/** `uri:oozie:shell-action:1.0` → `shell-action-1.0.xsd` */
export function xmlSchemaFileName(namespace: string): string {
  return `${namespace.split(':').slice(2).join('-')}.xsd`;
}

/** A schema that imports the given ones, so that definitions may use all of them. */
export function writeXmlSchemaCatalog(schemas: readonly SchemaVersion[]): string {
  const imports = schemas.map(
    ({ namespace }) =>
      `  <xs:import namespace="${namespace}" schemaLocation="${xmlSchemaFileName(namespace)}"/>\n`,
  );
  return `${head()}<xs:schema xmlns:xs="${XS}">\n${imports.join('')}</xs:schema>\n`;
}

export function writeXmlSchema(schema: SchemaVersion): string {
  const { namespace } = schema;
  const body = new SchemaWriter(schema.version).write([...schema.roots.values()]);
  return (
    `${head()}<xs:schema xmlns:xs="${XS}" xmlns="${namespace}"\n` +
    `           targetNamespace="${namespace}" elementFormDefault="qualified">\n` +
    `${body}</xs:schema>\n`
  );
}

function head(): string {
  return '<?xml version="1.0" encoding="UTF-8"?>\n<!-- Generated from the grammar tables. -->\n';
}

/** Writes the types that the roots need, each once, by the order in which they are met. */
class SchemaWriter {
  readonly #version: string;
  readonly #typeNames = new Map<ElementGrammar, string>();
  readonly #namesTaken = new Set<string>();
  readonly #waiting: ElementGrammar[] = [];
  readonly #namePatterns = new Set<string>();

  constructor(version: string) {
    this.#version = version;
  }

  write(roots: readonly ElementGrammar[]): string {
    const parts = roots.map((root) => `${this.#element(root, '', '  ')}`);
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      parts.push(this.#complexType(next));
    }
    for (const name of [...this.#namePatterns].sort()) parts.push(namePattern(name));
    return parts.join('');
  }

  #element(grammar: ElementGrammar, occurrence: string, indent: string): string {
    const { name, summary } = grammar;
    const open = `${indent}<xs:element name="${name}" type="${this.#typeOf(grammar)}"${occurrence}`;
    if (summary === undefined) return `${open}/>\n`;
    return (
      `${open}>\n${indent}  <xs:annotation><xs:documentation>${escapeText(summary)}` +
      `</xs:documentation></xs:annotation>\n${indent}</xs:element>\n`
    );
  }

  #typeOf(grammar: ElementGrammar): string {
    const { content } = grammar;
    if (content.kind === 'text' && this.#attributes(grammar).length === 0) {
      return this.#simpleType(content.type);
    }
    let name = this.#typeNames.get(grammar);
    if (name === undefined) {
      name = this.#freeName(grammar.name);
      this.#typeNames.set(grammar, name);
      this.#waiting.push(grammar);
    }
    return name;
  }

  /** Elements of one name may differ by where they stand: `action`, `action-2` … */
  #freeName(element: string): string {
    let name = element;
    for (let count = 2; this.#namesTaken.has(name); count += 1) name = `${element}-${count}`;
    this.#namesTaken.add(name);
    return name;
  }

  #simpleType(type: TextTypeName): string {
    const name = simpleTypes[type];
    if (name in namePatterns) this.#namePatterns.add(name);
    return name;
  }

  #complexType(grammar: ElementGrammar): string {
    const attributes = this.#attributes(grammar);
    const name = this.#typeNames.get(grammar);
    const body = this.#contentOf(grammar.content, attributes);
    return `  <xs:complexType name="${name}">\n${body}  </xs:complexType>\n`;
  }

  #contentOf(content: Content, attributes: readonly string[]): string {
    if (content.kind === 'text') {
      const indented = attributes.map((attribute) => `    ${attribute}`).join('');
      return (
        `    <xs:simpleContent>\n      <xs:extension base="${this.#simpleType(content.type)}">\n` +
        `${indented}      </xs:extension>\n    </xs:simpleContent>\n`
      );
    }
    const particle =
      content.kind === 'empty' ? '' : this.#particle(content.particle, '    ', { isTop: true });
    return particle + attributes.join('');
  }

  #attributes({ attributes = [] }: ElementGrammar): string[] {
    return attributes
      .filter((attribute) => existsIn(attribute, this.#version))
      .map(({ name, type, required }: AttributeGrammar) => {
        const use = required ? ' use="required"' : '';
        return `    <xs:attribute name="${name}" type="${this.#simpleType(type)}"${use}/>\n`;
      });
  }

  #particle(particle: Particle, indent: string, { isTop = false } = {}): string {
    if (!existsIn(particle, this.#version)) return '';
    const occurrence = occurrenceOf(particle);
    switch (particle.kind) {
      case 'element':
        return this.#element(particle.element, occurrence, indent);
      case 'wildcard': {
        const { namespaces } = particle;
        const allowed = namespaces === 'other' ? '##other' : namespaces.join(' ');
        return `${indent}<xs:any namespace="${allowed}"${occurrence}/>\n`;
      }
      case 'sequence':
      case 'choice': {
        const items = particle.items.map((item) => this.#particle(item, `${indent}  `)).join('');
        if (items === '' && !isTop) return '';
        const { kind } = particle;
        return `${indent}<xs:${kind}${occurrence}>\n${items}${indent}</xs:${kind}>\n`;
      }
    }
  }
}

function occurrenceOf({ min, max }: Pick<Particle, 'min' | 'max'>): string {
  const atLeast = min === 1 ? '' : ` minOccurs="${min}"`;
  return max === 1 ? atLeast : `${atLeast} maxOccurs="unbounded"`;
}

function namePattern(name: string): string {
  return (
    `  <xs:simpleType name="${name}">\n    <xs:restriction base="xs:string">\n` +
    `      <xs:pattern value="${namePatterns[name]}"/>\n` +
    '    </xs:restriction>\n  </xs:simpleType>\n'
  );
}

/** Every published file by its name; the newest version of each schema last. */
export function xmlSchemaFiles(schemas: readonly SchemaVersion[]): Map<string, string> {
  const sorted = [...schemas].sort(
    (left, right) =>
      left.schema.namespacePrefix.localeCompare(right.schema.namespacePrefix, 'en') ||
      compareVersions(left.version, right.version),
  );
  return new Map([
    ...sorted.map((one) => [xmlSchemaFileName(one.namespace), writeXmlSchema(one)] as const),
    ['all.xsd', writeXmlSchemaCatalog(sorted)] as const,
  ]);
}
