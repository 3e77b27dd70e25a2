/** Oozie's published schemas, judged by libxml2. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';

const directory = fileURLToPath(new URL('../../fixture/oozie/xsd/', import.meta.url));

/** Says undefined for a document that the schemas accept, else why they refuse it. */
export type SchemaOracle = (xml: string) => string | undefined;

/** All schemas that may take part in a workflow definition, as Oozie's server loads them. */
export function workflowSchemaOracle(): SchemaOracle {
  return schemaOracle(/^(oozie-workflow|oozie-sla|[a-z0-9]+-action)-/);
}

/** The schemas of coordinators, or of bundles. */
export function documentSchemaOracle(document: 'coordinator' | 'bundle'): SchemaOracle {
  return schemaOracle(new RegExp(`^oozie-(${document}|sla)-`));
}

function schemaOracle(files: RegExp): SchemaOracle {
  xmlRegisterFsInputProviders();
  const imports = readdirSync(directory)
    .filter((file) => files.test(file))
    .map((file) => `<xs:import namespace="${namespaceOf(file)}" schemaLocation="${file}"/>`);
  const schema = XmlDocument.fromString(
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${imports.join('')}</xs:schema>`,
    { url: `${directory}all.xsd` },
  );
  const validator = XsdValidator.fromDoc(schema);
  return (xml) => refusal(validator, xml);
}

function namespaceOf(file: string): string {
  const text = readFileSync(directory + file, 'utf8');
  return /targetNamespace="([^"]+)"/.exec(text)?.[1] ?? '';
}

export function refusal(validator: XsdValidator, xml: string): string | undefined {
  let document: XmlDocument | undefined;
  try {
    document = XmlDocument.fromString(xml);
    validator.validate(document);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    document?.dispose();
  }
}
