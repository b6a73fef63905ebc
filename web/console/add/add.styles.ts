import { css } from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
  }
  .drop {
    display: grid;
    justify-items: center;
    gap: var(--vt-space-4);
    padding: clamp(var(--vt-space-5), 7cqi, var(--vt-space-7)) var(--vt-space-4);
    border: var(--vt-hairline) dashed var(--vt-line-firm);
    background: var(--vt-wall);
    text-align: center;
    transition: background-color var(--vt-quick) var(--vt-ease);
  }
  .drop.over {
    border-color: var(--vt-accent);
    background: var(--vt-accent-wash);
  }
  .drop h2 {
    font-size: var(--vt-text-xl);
    text-wrap: balance;
  }
  .drop .drawing svg {
    inline-size: 3rem;
    block-size: 3rem;
    stroke-width: 0.75;
  }
  .drop ul {
    display: grid;
    gap: var(--vt-space-1);
    max-inline-size: 36rem;
    text-wrap: balance;
    color: var(--vt-muted);
    font-size: var(--vt-text-s);
  }
  .row {
    justify-content: center;
  }
  label.button {
    position: relative;
    background: var(--vt-raised);
    cursor: pointer;
  }
  label.button.primary {
    background: var(--vt-ink);
  }
  label.button:focus-within {
    outline: var(--vt-line-strong) solid var(--vt-accent);
    outline-offset: var(--vt-line-strong);
  }
  label input {
    position: absolute;
    inset: 0;
    inline-size: var(--vt-hairline);
    block-size: var(--vt-hairline);
    opacity: 0;
  }
  section {
    margin-block-start: var(--vt-space-6);
  }
  section > h2 {
    padding-block-end: var(--vt-space-2);
    border-block-end: var(--vt-hairline) solid var(--vt-ink);
    font-size: var(--vt-text-l);
  }
  .batch {
    display: grid;
    gap: var(--vt-space-2);
    padding-block: var(--vt-space-4);
    border-block-end: var(--vt-hairline) solid var(--vt-line);
  }
  .batch .line {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: var(--vt-space-1) var(--vt-space-4);
  }
  .batch strong {
    overflow-wrap: anywhere;
  }
  .verdicts {
    display: flex;
    flex-wrap: wrap;
    gap: var(--vt-space-2) var(--vt-space-4);
  }
  summary {
    min-block-size: 1.5rem;
    font-size: var(--vt-text-s);
    color: var(--vt-alert);
    cursor: pointer;
  }
  summary.calm {
    color: var(--vt-ink);
  }
  .left-out {
    display: grid;
    gap: var(--vt-space-2);
    padding-block: var(--vt-space-2);
    font-size: var(--vt-text-s);
  }
  .left-out span {
    display: block;
    color: var(--vt-muted);
  }
`;
