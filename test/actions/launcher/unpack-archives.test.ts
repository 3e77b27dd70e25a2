import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { unpackArchives } from '../../../actions/launcher/unpack-archives.ts';
import { actionContext, actionError, element } from '../action-context.ts';

const shellWith = (...archives: string[]) =>
  actionContext(
    element(
      'shell',
      archives.map((text) => element('archive', text)),
    ),
  );

describe('archives made by tar', () => {
  test.each([
    ['a.tar', '-cf'],
    ['a.tar.gz', '-czf'],
    ['a.tgz', '-czf'],
  ])('%s is unpacked into a directory of its name', async (name, flag) => {
    const context = shellWith(name, `${name}#other/dir`);
    mkdirSync(`${context.app}/d`);
    writeFileSync(`${context.app}/d/f`, 'content');
    execFileSync('tar', [flag, name, 'd'], { cwd: context.app });
    await unpackArchives(context, context.directory);
    expect(readFileSync(`${context.directory}/${name}/d/f`, 'utf8')).toBe('content');
    expect(readFileSync(`${context.directory}/other/dir/d/f`, 'utf8')).toBe('content');
  });
});

describe('ZIP files', () => {
  test('are unpacked with directories, permissions and compression', async () => {
    const context = shellWith('a.zip', 'a.zip#j.jar');
    const text = 'line\n'.repeat(10_000);
    writeFileSync(
      `${context.app}/a.zip`,
      zip([
        { name: 'd/', content: '' },
        { name: 'd/stored é.txt', content: 'stored' },
        { name: 'run.sh', content: text, isDeflated: true, permissions: 0o755 },
        { name: 'empty', content: '' },
      ]),
    );
    await unpackArchives(context, context.directory);
    const target = `${context.directory}/a.zip`;
    expect(readFileSync(`${target}/d/stored é.txt`, 'utf8')).toBe('stored');
    expect(readFileSync(`${target}/run.sh`, 'utf8')).toBe(text);
    expect(statSync(`${target}/run.sh`).mode & 0o777).toBe(0o755);
    expect(statSync(`${target}/empty`).size).toBe(0);
    expect(readFileSync(`${context.directory}/j.jar/run.sh`, 'utf8')).toBe(text);
  });

  test('of other programs are read', async () => {
    const context = shellWith('made-by-zip.zip');
    const fixture = new URL('../../fixture/archive/made-by-zip.zip', import.meta.url);
    writeFileSync(`${context.app}/made-by-zip.zip`, readFileSync(fileURLToPath(fixture)));
    await unpackArchives(context, context.directory);
    const target = `${context.directory}/made-by-zip.zip`;
    expect(readFileSync(`${target}/streamed`, 'utf8')).toBe('from a pipe\n');
  });

  const damaged = zip([{ name: 'f', content: 'content', isDeflated: true }]);
  damaged.writeUInt32LE(1, damaged.indexOf('PK\x01\x02') + 16);

  test.each([
    ['no archive', Buffer.from('hello'), 'it is no ZIP file'],
    ['nothing', Buffer.alloc(0), 'it is no ZIP file'],
    ['a wrong checksum', damaged, 'its entry f is damaged'],
    ['a name that leads out', zip([{ name: '../f', content: 'x' }]), '../f leads out'],
    ['an absolute name', zip([{ name: '/f', content: 'x' }]), '/f leads out'],
    ['a Windows name that leads out', zip([{ name: '..\\f', content: 'x' }]), 'leads out'],
    ['a cut', zip([{ name: 'f', content: 'x' }]).subarray(0, 40), 'it is no ZIP file'],
    ['an unknown method', withMethod(99), 'is compressed by method 99'],
  ])('with %s are refused with the reason', async (_, content, reason) => {
    const context = shellWith('a.zip');
    writeFileSync(`${context.app}/a.zip`, content);
    const error = await actionError(unpackArchives(context, context.directory));
    expect(error).toMatchObject({ errorClass: 'ERROR', code: 'JA018' });
    expect(error.message).toContain(`Archive ${context.app}/a.zip cannot be unpacked: `);
    expect(error.message).toContain(reason);
  });
});

test('what is no archive is placed as it is', async () => {
  const context = shellWith('data.csv#d', 'folder');
  writeFileSync(`${context.app}/data.csv`, '1,2');
  mkdirSync(`${context.app}/folder/x`, { recursive: true });
  await unpackArchives(context, context.directory);
  expect(readFileSync(`${context.directory}/d`, 'utf8')).toBe('1,2');
  expect(statSync(`${context.directory}/folder/x`).isDirectory()).toBe(true);
});

test('broken and missing archives are named', async () => {
  const broken = shellWith('a.tar');
  writeFileSync(`${broken.app}/a.tar`, 'no tar');
  expect(await actionError(unpackArchives(broken, broken.directory))).toMatchObject({
    code: 'JA018',
    externalStatus: 'FAILED/KILLED',
  });
  const missing = shellWith('none.zip#n');
  expect((await actionError(unpackArchives(missing, missing.directory))).message).toBe(
    `JA008: File file:${missing.app}/none.zip#n does not exist`,
  );
});

interface Entry {
  readonly name: string;
  readonly content: string;
  readonly isDeflated?: boolean;
  readonly permissions?: number;
}

/** The bytes of a ZIP file, as APPNOTE describes them. */
function zip(entries: readonly Entry[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, isDeflated = false, permissions = 0 } of entries) {
    const plain = Buffer.from(content);
    const packed = isDeflated ? deflateRawSync(plain) : plain;
    const nameBytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(isDeflated ? 8 : 0, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(plain.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    bodies.push(Buffer.from('PK\x03\x04'), common, nameBytes, packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((permissions << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x03'), common, rest, nameBytes);
    offset += 4 + common.length + nameBytes.length + packed.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, ...directory, Buffer.from('PK\x05\x06'), end]);
}

function withMethod(method: number): Buffer {
  const content = zip([{ name: 'f', content: 'x' }]);
  content.writeUInt16LE(method, content.indexOf('PK\x01\x02') + 10);
  return content;
}
