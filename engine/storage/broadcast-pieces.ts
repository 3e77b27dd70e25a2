/**
 * A broadcast's bytes travel in pieces with a checksum each, so that no frame is large and damage
 * is found where it happened (Spark's TorrentBroadcast).
 */
import { crc32 } from 'node:zlib';

/** All that a slot must know to come by a broadcast's value. */
export interface BroadcastDescription {
  readonly broadcastId: number;
  readonly sizeBytes: number;
  readonly pieceBytes: number;
  /** CRC-32 of each piece; undefined where `spark.broadcast.checksum` is off. */
  readonly checksums: readonly number[] | undefined;
}

export interface BroadcastSettings {
  /** Spark's `spark.broadcast.blockSize`. */
  readonly pieceBytes: number;
  readonly hasChecksums: boolean;
}

export function describeBroadcast(
  broadcastId: number,
  bytes: Uint8Array,
  { pieceBytes, hasChecksums }: BroadcastSettings,
): BroadcastDescription {
  const checksums: number[] = [];
  for (let from = 0; hasChecksums && from < bytes.length; from += pieceBytes) {
    checksums.push(crc32(bytes.subarray(from, from + pieceBytes)));
  }
  return {
    broadcastId,
    sizeBytes: bytes.length,
    pieceBytes,
    checksums: hasChecksums ? checksums : undefined,
  };
}

export function pieceCount({ sizeBytes, pieceBytes }: BroadcastDescription): number {
  return Math.ceil(sizeBytes / pieceBytes);
}

/**
 * Puts a piece where it belongs.
 * @throws Error for a piece of the wrong size or with another checksum
 */
export function placePiece(
  description: BroadcastDescription,
  index: number,
  piece: Uint8Array,
  target: Uint8Array,
): void {
  const { broadcastId, sizeBytes, pieceBytes, checksums } = description;
  const start = index * pieceBytes;
  const isWhole = piece.length === Math.min(pieceBytes, sizeBytes - start);
  if (!isWhole || (checksums !== undefined && crc32(piece) !== checksums[index])) {
    throw new Error(`Piece ${index} of broadcast ${broadcastId} is corrupted`);
  }
  target.set(piece, start);
}
