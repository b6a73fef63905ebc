import { css } from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
  }
  .back {
    margin-block-start: var(--vt-space-3);
  }
  .top {
    padding-block-start: var(--vt-space-2);
  }
  .sheet {
    display: grid;
    gap: var(--vt-space-6);
    grid-template-columns: minmax(0, 1fr);
  }
  .stage {
    position: relative;
    display: grid;
    place-items: center;
    aspect-ratio: 4 / 5;
    max-block-size: 80vh;
    inline-size: 100%;
  }
  .shown {
    position: absolute;
    inset: 0;
  }
  .shown img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
  }
  .evidence {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
  }
  .evidence rect {
    fill: none;
    stroke: var(--vt-alert);
    stroke-width: var(--vt-line-strong);
  }
  .strip {
    display: flex;
    gap: var(--vt-space-2);
    overflow-x: auto;
    padding-block: var(--vt-space-2);
  }
  .strip button {
    flex: none;
    inline-size: 4rem;
    aspect-ratio: 4 / 5;
    border: var(--vt-hairline) solid transparent;
    background: var(--vt-wall);
    overflow: hidden;
    position: relative;
  }
  .strip button[aria-pressed="true"] {
    border-color: var(--vt-ink);
  }
  .strip img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
  }
  .strip .tag {
    position: absolute;
    inset-block-end: 0;
    inset-inline: 0;
    background: var(--vt-accent);
    color: var(--vt-on-accent);
    font-size: 0.6875rem;
    line-height: 1.3;
    text-align: center;
  }
  section {
    display: grid;
    gap: var(--vt-space-3);
    align-content: start;
  }
  section > h2 {
    padding-block-end: var(--vt-space-2);
    border-block-end: var(--vt-hairline) solid var(--vt-ink);
    font-size: var(--vt-text-l);
  }
  dl.facts {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: var(--vt-space-1) var(--vt-space-4);
    font-size: var(--vt-text-s);
  }
  dl.facts dt {
    color: var(--vt-muted);
  }
  .sides {
    display: grid;
    gap: var(--vt-space-6);
    align-content: start;
  }
  .hidden-input {
    position: absolute;
    inline-size: var(--vt-hairline);
    block-size: var(--vt-hairline);
    opacity: 0;
  }
  @container (min-width: 54rem) {
    .sheet {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1.1fr);
      gap: var(--vt-space-6) var(--vt-space-7);
    }
    .wide {
      grid-column: 1 / -1;
    }
  }
`;
