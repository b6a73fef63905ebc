import { css } from 'lit';

export const styles = css`
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 var(--vt-space-4);
    min-block-size: 4rem;
  }
  .name {
    display: flex;
    align-items: baseline;
    gap: var(--vt-space-3);
    font: var(--vt-regular) var(--vt-text-l) / 1 var(--vt-serif);
    letter-spacing: 0.02em;
  }
  .name small {
    color: var(--vt-muted);
    font: var(--vt-regular) var(--vt-text-s) / 1 var(--vt-sans);
    letter-spacing: 0;
  }
  .set {
    display: flex;
    align-items: center;
    gap: var(--vt-space-1);
    margin-inline-end: calc(-1 * var(--vt-space-2));
  }
  .tongue {
    min-inline-size: var(--vt-target);
    min-block-size: var(--vt-target);
    padding-inline: var(--vt-space-2);
    font-size: var(--vt-text-s);
    color: var(--vt-muted);
    text-align: center;
  }
  .tongue:hover {
    color: var(--vt-ink);
  }
  .tongue[aria-pressed="true"] {
    color: var(--vt-ink);
    text-decoration: underline;
    text-decoration-thickness: var(--vt-hairline);
    text-underline-offset: 0.4em;
  }
`;
