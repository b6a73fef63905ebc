import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--vt-space-3);
    align-content: start;
  }
  .facts {
    color: var(--vt-muted);
    font-size: var(--vt-text-s);
  }
  .warnings,
  .checks {
    display: grid;
    gap: var(--vt-space-2);
  }
  .warnings {
    padding: var(--vt-space-3) var(--vt-space-4);
    background: var(--vt-alert-wash);
  }
  summary {
    display: flex;
    align-items: center;
    gap: var(--vt-space-2);
    min-block-size: var(--vt-target);
    font-size: var(--vt-text-m);
    font-weight: var(--vt-strong);
    cursor: pointer;
  }
  summary::before {
    content: "";
    inline-size: 0.5em;
    margin-inline: 0.2em 0.1em;
    block-size: 0.5em;
    border-inline-end: var(--vt-line-strong) solid currentColor;
    border-block-end: var(--vt-line-strong) solid currentColor;
    transform: rotate(-45deg);
    transition: transform var(--vt-quick) var(--vt-ease);
  }
  details[open] summary::before {
    transform: rotate(45deg);
  }
  summary::-webkit-details-marker {
    display: none;
  }
`;
