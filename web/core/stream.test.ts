import { expect, test } from 'vitest';
import { type ServerEvent, serverEvents } from './stream.js';

async function read(...pieces: (string | Uint8Array)[]): Promise<ServerEvent[]> {
  const bytes = pieces.map((piece) => (typeof piece === 'string' ? new TextEncoder().encode(piece) : piece));
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of bytes) controller.enqueue(piece);
      controller.close();
    },
  });
  const events: ServerEvent[] = [];
  for await (const event of serverEvents(body)) events.push(event);
  return events;
}

test('events are read whichever way the bytes are cut', async () => {
  const text = ': hello\r\n\r\nevent: progress\r\ndata: {"a":"试"}\r\n\r\nevent: end\r\ndata: {}\r\n\r\n';
  const wanted = [
    { event: 'progress', data: '{"a":"试"}' },
    { event: 'end', data: '{}' },
  ];
  const bytes = new TextEncoder().encode(text);
  for (let cut = 1; cut < bytes.length; cut += 1) {
    expect(await read(bytes.slice(0, cut), bytes.slice(cut))).toEqual(wanted);
  }
});

test('several data lines are one text with line ends', async () => {
  expect(await read('data: one\ndata:two\n\n')).toEqual([{ event: 'message', data: 'one\ntwo' }]);
});

test('an event that the connection cut short is not told', async () => {
  expect(await read('event: progress\ndata: {"half":')).toEqual([]);
});
