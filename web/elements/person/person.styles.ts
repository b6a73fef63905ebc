import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--vt-space-4);
  }
  .ways {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(9.25rem, 1fr));
    gap: var(--vt-space-2);
  }
  .ways .button {
    white-space: nowrap;
    padding-inline: var(--vt-space-2);
  }
  .hint {
    color: var(--vt-muted);
    font-size: var(--vt-text-s);
  }
  .samples {
    display: flex;
    align-items: center;
    justify-content: space-between;
    flex-wrap: wrap;
    gap: var(--vt-space-2) var(--vt-space-4);
  }
  .samples h3 {
    font: var(--vt-regular) var(--vt-text-s) / 1.4 var(--vt-sans);
    color: var(--vt-muted);
  }
  .samples ul {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, var(--vt-thumb)));
    gap: var(--vt-space-2);
    min-inline-size: 0;
    max-inline-size: 100%;
  }
  .sample {
    display: block;
    inline-size: 100%;
    aspect-ratio: 3 / 4;
    overflow: hidden;
    background: var(--vt-wall);
    transition: box-shadow var(--vt-quick) var(--vt-ease);
  }
  .sample img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    object-position: top;
    transform: scale(1.7);
    transform-origin: 50% 6%;
  }
  .sample:hover {
    box-shadow: 0 0 0 var(--vt-hairline) var(--vt-ink);
  }
  .sample[aria-pressed="true"] {
    box-shadow: 0 0 0 var(--vt-line-strong) var(--vt-accent);
  }
  .checks {
    display: grid;
    gap: var(--vt-space-2);
  }
  .tips li {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: var(--vt-space-3);
    font-size: var(--vt-text-s);
    color: var(--vt-muted);
    padding-block: var(--vt-space-1);
  }
  .tips li::before {
    content: "";
    inline-size: var(--vt-space-3);
    border-block-start: var(--vt-hairline) solid var(--vt-line-firm);
    margin-block-start: 0.8em;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    column-gap: var(--vt-space-4);
    color: var(--vt-muted);
    font-size: var(--vt-text-s);
  }
  .receipt[data-empty] {
    display: contents;
  }
  .receipt:not([data-empty]) {
    padding: var(--vt-space-3) var(--vt-space-4);
    background: var(--vt-accent-wash);
    font-size: var(--vt-text-s);
  }
`;
