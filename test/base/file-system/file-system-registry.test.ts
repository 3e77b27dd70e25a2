import { expect, test } from 'vitest';
import { FileSystemRegistry } from '../../../base/file-system/file-system-registry.ts';

const registry = new FileSystemRegistry({
  nameNodeMap: 'hdfs://nn:8020=/data/hdfs, s3a://bucket=/data/s3\n',
});

test.each([
  ['/a/b', '/a/b'],
  ['/a//b/../c/', '/a/c'],
  ['file:/a', '/a'],
  ['file:///a', '/a'],
  ['FILE:///a', '/a'],
  ['file://localhost/a', '/a'],
  ['file:///a%20b c#d', '/a%20b c#d'],
  ['file:///', '/'],
  ['hdfs://nn:8020/x/y', '/data/hdfs/x/y'],
  ['hdfs://NN/x', '/data/hdfs/x'],
  ['hdfs://nn:8020', '/data/hdfs'],
  ['hdfs://nn:8020/../../etc/passwd', '/data/hdfs/etc/passwd'],
  ['s3a://bucket/k', '/data/s3/k'],
])('%s is the local path %s', (uri, path) => {
  expect(registry.resolve(uri)?.path).toBe(path);
  expect(registry.resolve(uri)?.fileSystem.scheme).toBe('file');
});

test.each([
  'a/b',
  '',
  'file://host/a',
  'hdfs://other/x',
  'hdfs://nn:9000/x',
  'hdfs:///x',
  's3://b/x',
])('nothing serves %j', (uri) => {
  expect(registry.resolve(uri)).toBeUndefined();
});

test('serves nothing but local files without a mapping', () => {
  const plain = new FileSystemRegistry();
  expect(plain.schemes).toEqual(['file']);
  expect(plain.resolve('hdfs://nn:8020/x')).toBeUndefined();
  expect(registry.schemes).toEqual(['file', 'hdfs', 's3a']);
});

test.each(['hdfs://nn', 'nn:8020=/x', 'hdfs://nn=x', 'hdfs://nn/dir=/x'])(
  'the mapping %s is refused with what would be right',
  (nameNodeMap) => {
    expect(() => new FileSystemRegistry({ nameNodeMap })).toThrow(
      `howdah.name-node.map has [${nameNodeMap}], which maps no name node to a directory`,
    );
  },
);
