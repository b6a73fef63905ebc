import { css } from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
  }
  .keys > li {
    display: grid;
    gap: var(--vt-space-2) var(--vt-space-5);
    padding-block: var(--vt-space-4);
    border-block-start: var(--vt-hairline) solid var(--vt-line);
  }
  .keys > li.over {
    color: var(--vt-muted);
  }
  .keys h2 {
    font: var(--vt-strong) var(--vt-text-m) / 1.4 var(--vt-sans);
    overflow-wrap: anywhere;
  }
  .seen {
    display: grid;
    gap: 0.15rem;
  }
  .seen .muted {
    overflow-wrap: anywhere;
  }
  meter {
    inline-size: 100%;
    max-inline-size: 14rem;
    block-size: 0.35rem;
  }
  .spent {
    display: grid;
    gap: var(--vt-space-1);
    align-content: start;
  }
  .do {
    display: flex;
    gap: var(--vt-space-4);
    flex-wrap: wrap;
  }
  section {
    margin-block-start: var(--vt-space-6);
    display: grid;
    gap: var(--vt-space-3);
  }
  section > h2 {
    padding-block-end: var(--vt-space-2);
    border-block-end: var(--vt-hairline) solid var(--vt-ink);
    font-size: var(--vt-text-l);
  }
  @container (min-width: 46rem) {
    .keys > li {
      grid-template-columns: minmax(0, 1.1fr) minmax(0, 1.3fr) minmax(0, 0.9fr) auto;
      align-items: start;
    }
    .do {
      flex-direction: column;
      gap: 0;
      align-items: end;
    }
  }
`;
