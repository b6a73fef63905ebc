import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--vt-space-4);
  }
  ol {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: 5.5rem;
    gap: var(--vt-space-3);
    overflow-x: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--vt-line-firm) transparent;
    margin-inline: calc(-1 * var(--vt-gutter, 0));
    padding: var(--vt-line-strong) var(--vt-gutter, 0) var(--vt-space-3);
  }
  @container (min-width: 44rem) {
    ol {
      grid-auto-flow: row;
      grid-template-columns: repeat(auto-fill, minmax(5.5rem, 1fr));
      overflow: visible;
      margin-inline: 0;
      padding: 0;
    }
  }
  .one {
    display: grid;
    place-items: center;
    inline-size: 100%;
    aspect-ratio: 3 / 4;
    overflow: hidden;
    background: var(--vt-wall);
    color: var(--vt-muted);
    font-size: var(--vt-text-xs);
    text-align: center;
  }
  .one[aria-current="true"] {
    box-shadow: 0 0 0 var(--vt-line-strong) var(--vt-accent);
  }
  .one:hover {
    box-shadow: 0 0 0 var(--vt-hairline) var(--vt-ink);
  }
  .one img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    object-position: top;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    column-gap: var(--vt-space-5);
    color: var(--vt-muted);
    font-size: var(--vt-text-s);
  }
`;
