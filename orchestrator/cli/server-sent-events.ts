/** Takes a stream of server-sent events apart (the HTML standard's `text/event-stream`). */

export interface ServerSentEvent {
  readonly name: string;
  readonly data: string;
}

/** Ends with the stream; a stream that breaks ends it too, what is unfinished is dropped. */
export async function* readServerSentEvents(
  chunks: AsyncIterable<Buffer | string>,
): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const chunk of chunks) {
      rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) yield readBlock(block);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
  }
}

function readBlock(block: string): ServerSentEvent {
  let name = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const [field, value = ''] = splitField(line);
    if (field === 'event') name = value;
    else if (field === 'data') data.push(value);
  }
  return { name, data: data.join('\n') };
}

function splitField(line: string): [string, string] {
  const colon = line.indexOf(':');
  if (colon < 0) return [line, ''];
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')];
}
