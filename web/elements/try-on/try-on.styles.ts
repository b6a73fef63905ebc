import { css } from 'lit';

export const styles = css`
  :host {
    --vt-gutter: var(--vt-space-4);
    container-type: inline-size;
  }
  .room {
    display: grid;
    gap: var(--vt-space-6);
    grid-template-columns: minmax(0, 1fr);
    max-inline-size: var(--vt-page);
    margin-inline: auto;
    padding-inline: var(--vt-gutter);
    padding-block-end: var(--vt-space-7);
  }
  .intro h1 {
    font: var(--vt-regular) var(--vt-text-display) / var(--vt-leading-tight) var(--vt-serif);
    letter-spacing: -0.015em;
    text-wrap: balance;
  }
  .intro:lang(zh) h1 {
    letter-spacing: 0.01em;
    line-height: 1.2;
  }
  .intro h1 span {
    display: inline;
  }
  .intro p {
    margin-block-start: var(--vt-space-3);
    max-inline-size: var(--vt-measure);
    color: var(--vt-muted);
  }
  @container (min-width: 44rem) {
    .room {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      column-gap: var(--vt-space-6);
      --vt-gutter: var(--vt-space-5);
    }
    .intro,
    .history {
      grid-column: 1 / -1;
    }
    .stage {
      grid-column: 1;
      grid-row: 2 / span 3;
    }
    .person,
    .look,
    .report {
      grid-column: 2;
    }
  }
  @container (min-width: 68rem) {
    .room {
      grid-template-columns: minmax(15rem, 1fr) minmax(0, var(--stage)) minmax(19rem, 1.15fr);
      grid-template-rows: auto auto 1fr auto;
      column-gap: clamp(var(--vt-space-6), 4cqi, var(--vt-space-7));
      --stage: min(34rem, calc((100dvh - 11rem) * 0.75));
      --vt-gutter: var(--vt-space-6);
    }
    :host([embedded]) .room {
      --stage: 28rem;
    }
    .intro {
      grid-column: 1;
      grid-row: 1;
    }
    .intro h1 {
      font-size: var(--vt-text-display-wide);
    }
    .intro h1 span {
      display: block;
    }
    .stage {
      grid-column: 2;
      grid-row: 1 / span 3;
      position: sticky;
      inset-block-start: var(--vt-space-4);
      align-self: start;
    }
    .person {
      grid-column: 1;
      grid-row: 2;
    }
    .report {
      grid-column: 1;
      grid-row: 3;
    }
    .look {
      grid-column: 3;
      grid-row: 1 / span 3;
      --vt-gutter: 0rem;
    }
    .history {
      grid-row: 4;
    }
    :host([embedded]) .person {
      grid-row: 1;
    }
    :host([embedded]) .report {
      grid-row: 2;
    }
  }
`;
