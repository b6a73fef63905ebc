/** One server-sent event. */
export interface ServerEvent {
  event: string;
  data: string;
}

/**
 * Reads server-sent events from a response body (WHATWG HTML, "Parsing an event stream"): the built-in EventSource
 * cannot send an Authorization header. Comments, ids and retry times are passed over.
 */
export async function* serverEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let fields: ServerEvent = { event: 'message', data: '' };
  let pending = false;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      // A carriage return at the very end may be half of a line end: keep it for the next piece.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') {
          if (pending) yield fields;
          fields = { event: 'message', data: '' };
          pending = false;
          continue;
        }
        const [, name, text] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
        if (name === 'event') fields.event = text ?? '';
        if (name === 'data') {
          fields.data += pending ? `\n${text}` : (text ?? '');
          pending = true;
        }
      }
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** What a stream of our API tells of something that goes on, until it ends: each `progress` event's data. */
export async function* progress<T>(response: Response): AsyncGenerator<T> {
  if (!response.body) return;
  for await (const { event, data } of serverEvents(response.body)) {
    if (event === 'progress') yield JSON.parse(data) as T;
    if (event === 'end') return;
  }
}
