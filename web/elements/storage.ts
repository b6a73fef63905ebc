import type { Store } from '../core/session.js';

/** The browser's storage; where it is refused (a frame with blocked storage), memory that lasts as long as the page. */
export function storage(): Store {
  try {
    window.localStorage.getItem('vitrine');
    return window.localStorage;
  } catch {
    const kept = new Map<string, string>();
    return {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    };
  }
}
