import { css } from 'lit';

/** The house's dialogs and the row of buttons at their end; how large one is, is its own matter. */
export const dialogs = css`
  dialog {
    padding: var(--vt-space-5);
    border: none;
    border-radius: var(--vt-radius);
    background: var(--vt-raised);
    color: var(--vt-ink);
  }
  dialog::backdrop {
    background: var(--vt-shade);
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: var(--vt-space-2);
    margin-block-start: var(--vt-space-4);
  }
  @media (forced-colors: active) {
    dialog {
      border: var(--vt-hairline) solid CanvasText;
    }
  }
`;
