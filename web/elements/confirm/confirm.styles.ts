import { css } from 'lit';

export const styles = css`
  dialog {
    max-inline-size: min(28rem, calc(100vw - 2 * var(--vt-space-4)));
    padding: var(--vt-space-6);
  }
  h2 {
    margin-block-end: var(--vt-space-3);
  }
  p {
    color: var(--vt-muted);
  }
`;
