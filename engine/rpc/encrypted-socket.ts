/**
 * Encrypts a connection whose ends know the same key: TLS with that key instead of certificates,
 * which somebody would have to manage. The cipher makes other keys from it for each connection, so
 * that what was recorded stays unreadable even if the secret is told later. Loaded when needed.
 */
import type { Socket } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { HandshakeError } from './handshake-error.ts';

/** Version 1.3 takes no such keys in this runtime. Of those for 1.2 none is stronger. */
const settings = {
  ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
} as const;

/** Keys belong to one connection: there is nobody to tell apart. */
const IDENTITY = 'howdah';

/** To be called before the peer can have sent anything more. */
export function encryptListening(socket: Socket, key: Buffer): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const server = createServer({
      ...settings,
      pskCallback: (_socket: TLSSocket, identity: string) => (identity === IDENTITY ? key : null),
    });
    server.once('secureConnection', (encrypted) => resolve(endingWithError(encrypted)));
    server.once('tlsClientError', reject);
    // It never listens: it has this connection only.
    server.emit('connection', socket);
  });
}

export function encryptConnecting(socket: Socket, key: Buffer): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const encrypted = connect({
      ...settings,
      socket,
      pskCallback: () => ({ psk: key, identity: IDENTITY }),
      // There is no certificate: who knows the key is the one.
      checkServerIdentity: () => undefined,
    });
    const onClose = () =>
      reject(new HandshakeError('The connection was closed before it was safe'));
    encrypted.on('error', reject);
    encrypted.once('close', onClose);
    encrypted.once('secureConnect', () => {
      encrypted.off('error', reject);
      encrypted.off('close', onClose);
      resolve(endingWithError(encrypted));
    });
  });
}

/** The runtime tells of a record that was changed on its way, and does not end the connection. */
function endingWithError(encrypted: TLSSocket): TLSSocket {
  encrypted.on('error', () => encrypted.destroy());
  return encrypted;
}
