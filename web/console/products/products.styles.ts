import { css } from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
  }
  .older {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--vt-space-3) var(--vt-space-4);
    margin-block-end: var(--vt-space-4);
    padding: var(--vt-space-3) var(--vt-space-4);
    background: var(--vt-wall);
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--vt-space-3) var(--vt-space-5);
    padding-block-end: var(--vt-space-4);
  }
  .find {
    position: relative;
    flex: 1 1 16rem;
  }
  .find svg {
    position: absolute;
    inset-block-start: 0.85rem;
    inset-inline-start: var(--vt-space-3);
    color: var(--vt-muted);
    pointer-events: none;
  }
  .find input {
    padding-inline-start: 2.5rem;
  }
  .tabs {
    flex: 1 1 auto;
    overflow-x: auto;
    scrollbar-width: none;
  }
  .tabs button {
    flex: none;
  }
  li {
    display: grid;
    grid-template-columns: 4.5rem minmax(0, 1fr) auto;
    gap: 0 var(--vt-space-4);
    align-items: center;
    padding-block: var(--vt-space-3);
    border-block-start: var(--vt-hairline) solid var(--vt-line);
  }
  li:last-child {
    border-block-end: var(--vt-hairline) solid var(--vt-line);
  }
  .thumb {
    display: block;
    aspect-ratio: 4 / 5;
    color: var(--vt-line-firm);
  }
  .thumb img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
    mix-blend-mode: multiply;
  }
  :host-context([data-theme="dark"]) .thumb img {
    mix-blend-mode: normal;
  }
  .thumb svg {
    inline-size: 2rem;
    block-size: 100%;
    margin-inline: auto;
    display: block;
    stroke-width: 1;
  }
  .title {
    color: inherit;
    font-weight: var(--vt-strong);
    text-decoration: none;
    overflow-wrap: anywhere;
  }
  .title:hover {
    text-decoration: underline;
    text-decoration-thickness: var(--vt-hairline);
    text-underline-offset: 0.3em;
  }
  .what {
    display: grid;
    gap: 0.2rem;
  }
  .why {
    display: grid;
    gap: 0.2rem;
    margin-block-start: var(--vt-space-1);
  }
  .why p {
    display: -webkit-box;
    -webkit-line-clamp: 2;
    -webkit-box-orient: vertical;
    overflow: hidden;
  }
  .ghost {
    block-size: 7.125rem;
  }
  .ghost .thumb,
  .ghost .bar {
    background: var(--vt-wall);
  }
  .ghost .bar {
    block-size: 0.9rem;
    inline-size: 40%;
  }
  .end {
    display: grid;
    justify-items: center;
    padding-block: var(--vt-space-5);
  }
  .empty.over {
    border-color: var(--vt-accent);
    background: var(--vt-accent-wash);
  }
  @container (min-width: 46rem) {
    li {
      grid-template-columns: 5.5rem minmax(0, 1.1fr) minmax(0, 1.4fr) auto;
      gap: 0 var(--vt-space-5);
    }
    .why {
      margin: 0;
      grid-column: 3;
      grid-row: 1;
    }
    .switch {
      grid-column: 4;
    }
    .ghost {
      block-size: 8.375rem;
    }
  }
  @container (max-width: 45.99rem) {
    .thumb {
      grid-row: span 2;
    }
    .what {
      align-self: end;
    }
    .why {
      grid-column: 2;
      align-self: start;
    }
    .switch {
      grid-column: 3;
      grid-row: 1;
    }
  }
`;
