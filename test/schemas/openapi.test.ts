/** The published OpenAPI document of `/api/v1`: fresh, complete, and sound. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { renderOpenApiDocument } from '../../scripts/openapi-document.ts';

const published = readFileSync(new URL('../../schemas/openapi.json', import.meta.url), 'utf8');

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

const { paths } = JSON.parse(published) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe('the OpenAPI document', () => {
  test('is the one that the routes give (npm run generate writes it)', async () => {
    expect(published).toBe(await renderOpenApiDocument());
  });

  test.each(operations)('$method $path says what it is', ({ operation }) => {
    expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/);
    expect(operation.summary).toMatch(/\.$/);
    expect(operation.tags).toHaveLength(1);
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['4XX', '5XX']));
    const [first] = Object.values(operation.responses);
    expect(first?.description).not.toBe('Default Response');
  });

  test('names each operation once', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
