import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--vt-space-4);
    align-content: start;
  }
  .rail {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: 8.5rem;
    gap: var(--vt-space-3);
    overflow-x: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--vt-line-firm) transparent;
    margin-inline: calc(-1 * var(--vt-gutter, 0));
    padding: var(--vt-hairline) var(--vt-gutter, 0) var(--vt-space-3);
  }
  .tile {
    display: block;
    inline-size: 100%;
    font-size: var(--vt-text-s);
  }
  .tile .frame {
    position: relative;
    display: block;
    aspect-ratio: 4 / 5;
    overflow: hidden;
    background: var(--vt-wall);
    margin-block-end: var(--vt-space-2);
  }
  .tile img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    transition: transform var(--vt-calm) var(--vt-ease);
  }
  .tile:hover img {
    transform: scale(1.03);
  }
  .tile .mark {
    position: absolute;
    inset-block-start: var(--vt-space-2);
    inset-inline-end: var(--vt-space-2);
    display: grid;
    place-items: center;
    inline-size: 1.5rem;
    block-size: 1.5rem;
    border-radius: var(--vt-round);
    background: var(--vt-accent);
    color: var(--vt-on-accent);
    opacity: 0;
    transition: opacity var(--vt-quick) var(--vt-ease);
  }
  .tile .mark svg {
    inline-size: 1rem;
    block-size: 1rem;
  }
  .tile[aria-pressed="true"] .mark {
    opacity: 1;
  }
  .tile[aria-pressed="true"] .frame {
    box-shadow: inset 0 0 0 var(--vt-line-strong) var(--vt-accent);
  }
  .tile[aria-pressed="true"] .frame img {
    clip-path: inset(var(--vt-line-strong));
  }
  .tile .name {
    display: block;
    line-height: 1.35;
  }
  .tile .kind {
    color: var(--vt-muted);
    font-size: var(--vt-text-xs);
  }
  .tile .price {
    display: block;
    font-size: var(--vt-text-xs);
    font-variant-numeric: tabular-nums;
  }
  .tile .sizes {
    display: block;
  }
  .tile.plain {
    cursor: default;
  }
  .add .frame {
    display: grid;
    place-items: center;
    background: none;
    border: var(--vt-hairline) dashed var(--vt-line-firm);
    color: var(--vt-muted);
  }
  .add .frame svg {
    inline-size: 1.75rem;
    block-size: 1.75rem;
  }
  .add:hover .frame {
    border-color: var(--vt-ink);
    color: var(--vt-ink);
  }
  .worn {
    display: grid;
  }
  .worn h3 {
    font: var(--vt-regular) var(--vt-text-s) / 1.4 var(--vt-sans);
    color: var(--vt-muted);
  }
  .layer {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    gap: var(--vt-space-3);
    padding-block: var(--vt-space-2);
    border-block-end: var(--vt-hairline) solid var(--vt-line);
  }
  .layer img,
  .layer .blank {
    inline-size: 2.5rem;
    block-size: 3rem;
    object-fit: cover;
    background: var(--vt-wall);
  }
  .layer .text {
    min-inline-size: 0;
    font-size: var(--vt-text-s);
    line-height: 1.35;
  }
  .layer .text small {
    display: block;
    color: var(--vt-muted);
    font-size: var(--vt-text-xs);
  }
  .layer .alert {
    color: var(--vt-alert);
  }
  :is(.fits, .wearing) {
    grid-column: 2 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: var(--vt-space-2);
    margin: 0;
    padding: 0;
    border: none;
  }
  :is(.fits, .wearing) label {
    position: relative;
    cursor: pointer;
  }
  :is(.fits, .wearing) input {
    position: absolute;
    inset: 0;
    opacity: 0;
    margin: 0;
    cursor: inherit;
  }
  :is(.fits, .wearing) span {
    display: grid;
    place-items: center;
    min-inline-size: var(--vt-target);
    min-block-size: 2.25rem;
    padding-inline: var(--vt-space-2);
    border: var(--vt-hairline) solid var(--vt-line-firm);
    font-size: var(--vt-text-s);
  }
  :is(.fits, .wearing) input:hover + span {
    border-color: var(--vt-ink);
  }
  :is(.fits, .wearing) input:checked + span {
    background: var(--vt-ink);
    border-color: var(--vt-ink);
    color: var(--vt-paper);
  }
  :is(.fits, .wearing) input:focus-visible + span {
    outline: var(--vt-line-strong) solid var(--vt-accent);
    outline-offset: var(--vt-line-strong);
  }
  .layer .round {
    margin-inline-end: calc(-1 * var(--vt-space-2));
  }
  .go {
    display: grid;
    gap: var(--vt-space-2);
    position: sticky;
    inset-block-end: 0;
    z-index: 2;
    padding-block: var(--vt-space-3);
    margin-inline: calc(-1 * var(--vt-gutter, 0));
    padding-inline: var(--vt-gutter, 0);
    background: var(--vt-veil);
    backdrop-filter: blur(var(--vt-space-3));
  }
  .go .button {
    min-block-size: 3.25rem;
    font-size: var(--vt-text-m);
  }
  @container (min-width: 44rem) {
    .rail {
      grid-auto-flow: row;
      grid-template-columns: repeat(2, minmax(0, 1fr));
      grid-auto-columns: auto;
      gap: var(--vt-space-4) var(--vt-space-3);
      /* what is worn, and the button, stay in sight below it */
      max-block-size: clamp(20rem, calc(100dvh - 27rem), 48rem);
      overflow: auto;
      overscroll-behavior: contain;
      margin-inline: 0;
      padding: var(--vt-hairline);
    }
    .go {
      margin-inline: 0;
      padding-inline: 0;
    }
    .rail > .own {
      grid-column: 1 / -1;
    }
    .add {
      display: flex;
      align-items: center;
      justify-content: center;
      gap: var(--vt-space-2);
      min-block-size: var(--vt-target);
      border: var(--vt-hairline) dashed var(--vt-line-firm);
    }
    .add:hover {
      border-color: var(--vt-ink);
    }
    .add .frame {
      aspect-ratio: auto;
      margin: 0;
      border: none;
    }
    .add .frame svg {
      inline-size: 1.25em;
      block-size: 1.25em;
    }
  }
  @container (min-width: 68rem) {
    .rail {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
  }
  :host([drop]) .rail {
    outline: var(--vt-line-strong) dashed var(--vt-accent);
  }
`;
