import { css } from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
  }
  .desk {
    display: grid;
    gap: var(--vt-space-4);
    grid-template-columns: minmax(0, 1fr);
  }
  vc-bench,
  .blank {
    block-size: calc(100dvh - 25rem);
    min-block-size: 18rem;
  }
  .blank {
    display: grid;
    place-items: center;
    background: var(--vt-wall);
    color: var(--vt-muted);
  }
  .side {
    display: grid;
    gap: var(--vt-space-4);
    align-content: start;
  }
  .side h2 {
    font-size: var(--vt-text-l);
    overflow-wrap: anywhere;
  }
  .go {
    display: grid;
    gap: var(--vt-space-2);
  }
  .go .primary {
    min-block-size: 3.25rem;
  }
  .go .primary kbd {
    margin-inline-start: auto;
  }
  .go .button:only-child {
    grid-column: 1 / -1;
  }
  kbd {
    font: var(--vt-regular) var(--vt-text-xs) / 1 var(--vt-sans);
    padding: 0.2rem 0.4rem;
    border: var(--vt-hairline) solid currentColor;
    border-radius: var(--vt-radius);
    white-space: nowrap;
  }
  .queue {
    display: flex;
    gap: var(--vt-space-2);
    overflow-x: auto;
    padding-block: var(--vt-space-1);
  }
  .queue button {
    flex: none;
    inline-size: 3.25rem;
    aspect-ratio: 4 / 5;
    background: var(--vt-wall);
    border: var(--vt-hairline) solid transparent;
    overflow: hidden;
  }
  .queue button[aria-current] {
    border-color: var(--vt-ink);
  }
  .queue img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
  }
  .keys {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: var(--vt-space-2) var(--vt-space-3);
    align-items: center;
    font-size: var(--vt-text-s);
    color: var(--vt-muted);
    padding-block-start: var(--vt-space-2);
  }
  summary {
    min-block-size: 1.5rem;
    cursor: pointer;
    font-size: var(--vt-text-s);
    font-weight: var(--vt-strong);
  }
  .reasons li {
    padding-block: var(--vt-space-2);
    border-block-start: var(--vt-hairline) solid var(--vt-line);
    font-size: var(--vt-text-s);
  }
  @container (max-width: 51.99rem) {
    .go {
      grid-template-columns: 1fr auto;
    }
    .hands {
      display: none;
    }
  }
  @container (min-width: 52rem) {
    .desk {
      grid-template-columns: minmax(0, 1fr) 17rem;
      gap: var(--vt-space-5);
    }
    vc-bench,
    .blank {
      block-size: calc(100dvh - 13.5rem);
      min-block-size: 30rem;
    }
  }
`;
