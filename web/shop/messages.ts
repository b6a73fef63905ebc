/** What passes between the merchant's page and our frame, in both directions. */
export type ToFrame =
  | { type: 'vt-hello'; language: string; theme: string; path: string }
  | { type: 'vt-product'; number: string; size: string }
  | { type: 'vt-garment'; picture: Blob; name: string };

export type ToPage =
  | { type: 'vt-ready' }
  | { type: 'vt-plain' }
  | { type: 'vt-size'; height: number }
  | { type: 'vt-event'; name: 'vt-result' | 'vt-error'; detail: unknown };
