import { css } from 'lit';

export const styles = css`
  dialog {
    max-inline-size: min(28rem, calc(100vw - 2 * var(--vt-space-4)));
    padding: var(--vt-space-6);
    border: none;
    border-radius: var(--vt-radius);
    background: var(--vt-raised);
    color: var(--vt-ink);
  }
  dialog::backdrop {
    background: var(--vt-shade);
  }
  h2 {
    margin-block-end: var(--vt-space-3);
  }
  p {
    color: var(--vt-muted);
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: var(--vt-space-2);
    margin-block-start: var(--vt-space-5);
  }
  @media (forced-colors: active) {
    dialog {
      border: var(--vt-hairline) solid CanvasText;
    }
  }
`;
