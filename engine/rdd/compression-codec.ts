/** Compressed text files, by Hadoop's rule: the end of a file's name says how. */
import { createRequire } from 'node:module';
import {
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateSync,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib';
import { HowdahError } from '../../base/error/howdah-error.ts';

export type CompressionCodec = 'gzip' | 'deflate' | 'zstd';

interface Codec {
  readonly extension: string;
  /** Whether parts that were compressed one by one are, put together, the compressed whole. */
  readonly hasParts: boolean;
  readonly compress: (bytes: Uint8Array) => Buffer;
}

/** What can be written. Hadoop's `DefaultCodec` is deflate with zlib's header. */
const codecs: Readonly<Record<CompressionCodec, Codec>> = {
  gzip: { extension: '.gz', hasParts: true, compress: gzipSync },
  deflate: { extension: '.deflate', hasParts: false, compress: deflateSync },
  zstd: { extension: '.zst', hasParts: true, compress: zstdCompressSync },
};

const hadoopNames: Readonly<Record<string, CompressionCodec>> = {
  GzipCodec: 'gzip',
  DefaultCodec: 'deflate',
  DeflateCodec: 'deflate',
  ZStandardCodec: 'zstd',
};

/** What can be read. */
export type Compression = CompressionCodec | 'bzip2';

const compressions: Readonly<Record<string, Compression>> = {
  '.gz': 'gzip',
  '.deflate': 'deflate',
  '.zst': 'zstd',
  '.bz2': 'bzip2',
};

const decompressors: Readonly<Record<Compression, (bytes: Buffer) => Buffer>> = {
  gzip: (bytes) => gunzipSync(bytes),
  deflate: (bytes) => inflateSync(bytes),
  zstd: decompressedFrames,
  bzip2: bunzip2,
};

/**
 * @param name one of ours, or the name of one of Hadoop's codec classes
 * @throws HowdahError `HOWDAH_SETTING_INVALID` for another one
 */
export function parseCodec(name: string): CompressionCodec {
  const codec = name in codecs ? (name as CompressionCodec) : hadoopNames[className(name)];
  if (codec === undefined) {
    const known = 'gzip, deflate, zstd or the class of Hadoop with that name';
    throw new HowdahError('HOWDAH_SETTING_INVALID', ['compressionCodecClass', known, `'${name}'`]);
  }
  return codec;
}

export function codecExtension(codec: CompressionCodec): string {
  return codecs[codec].extension;
}

/** Compresses a text that comes in parts, or only encodes it where there is no codec. */
export class TextCompressor {
  private readonly codec: Codec | undefined;
  private kept: Buffer[] = [];

  constructor(codec: CompressionCodec | undefined) {
    this.codec = codec && codecs[codec];
  }

  /** The bytes to write now; none yet where the codec needs the whole. */
  compress(text: string, isLast: boolean): Buffer {
    const bytes = Buffer.from(text);
    if (this.codec === undefined) {
      return bytes;
    }
    if (this.codec.hasParts) {
      return this.codec.compress(bytes);
    }
    this.kept.push(bytes);
    return isLast ? this.codec.compress(Buffer.concat(this.kept)) : Buffer.alloc(0);
  }
}

/** How a file is compressed, by the end of its name; undefined for one that is not. */
export function compressionOf(path: string): Compression | undefined {
  const extension = /\.[a-z0-9]+$/.exec(path)?.[0];
  return extension === undefined ? undefined : compressions[extension];
}

/**
 * The content of a file that is needed as a whole, as it is where it is not compressed.
 * @throws HowdahError `HOWDAH_INPUT_DAMAGED`
 */
export function decompressed(path: string, bytes: Buffer): Buffer {
  const compression = compressionOf(path);
  if (compression === undefined) {
    return bytes;
  }
  try {
    return decompressors[compression](bytes);
  } catch (cause) {
    throw new HowdahError('HOWDAH_INPUT_DAMAGED', [path, (cause as Error).message], { cause });
  }
}

function className(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** The runtime stops after the first frame, and files may hold many. */
export function decompressedFrames(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { buffer, engine } = zstdDecompressSync(bytes.subarray(at), {
      info: true,
    }) as unknown as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    parts.push(buffer);
    at += engine.bytesWritten;
  }
  return Buffer.concat(parts);
}

type Unbzip2 = () => NodeJS.ReadWriteStream;

/** The stream works within the calls that feed it, so that it can be used without waiting. */
function bunzip2(bytes: Buffer): Buffer {
  const unbzip2 = createRequire(import.meta.url)('unbzip2-stream') as Unbzip2;
  const stream = unbzip2();
  const parts: Buffer[] = [];
  let failure: Error | undefined;
  stream.on('data', (part: Buffer) => parts.push(part));
  stream.on('error', (error) => {
    failure = error;
  });
  stream.write(bytes);
  stream.end();
  if (failure !== undefined) {
    throw failure;
  }
  return Buffer.concat(parts);
}
