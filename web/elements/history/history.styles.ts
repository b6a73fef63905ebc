import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--vt-space-4);
  }
  ol {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(5.5rem, 1fr));
    gap: var(--vt-space-3);
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
