import { css } from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
    min-block-size: 100vh;
    outline: none;
  }
  .frame {
    display: grid;
    grid-template-rows: auto 1fr;
    min-block-size: 100vh;
    min-block-size: 100dvh;
  }
  .bar {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--vt-space-3);
    min-block-size: 4rem;
    padding-inline: var(--vt-space-4);
  }
  .name {
    display: flex;
    align-items: baseline;
    gap: var(--vt-space-3);
    font: var(--vt-regular) var(--vt-text-l) / 1 var(--vt-serif);
    letter-spacing: 0.02em;
    color: inherit;
    text-decoration: none;
  }
  .name small {
    color: var(--vt-muted);
    font: var(--vt-regular) var(--vt-text-s) / 1 var(--vt-sans);
    letter-spacing: 0;
  }
  main {
    min-inline-size: 0;
    padding-inline: var(--vt-space-4);
    padding-block-end: calc(5.5rem + env(safe-area-inset-bottom));
  }
  main:focus {
    outline: none;
  }
  nav {
    position: fixed;
    inset-inline: 0;
    inset-block-end: 0;
    z-index: 2;
    background: var(--vt-raised);
    border-block-start: var(--vt-hairline) solid var(--vt-line);
    padding-block-end: env(safe-area-inset-bottom);
  }
  nav ul {
    display: grid;
    grid-template-columns: repeat(6, 1fr);
  }
  nav a {
    position: relative;
    display: grid;
    justify-items: center;
    gap: 0.15rem;
    padding-block: var(--vt-space-2);
    min-block-size: 3.5rem;
    align-content: center;
    color: var(--vt-muted);
    font-size: var(--vt-text-xs);
    text-decoration: none;
  }
  nav a:hover,
  nav a[aria-current] {
    color: var(--vt-ink);
  }
  nav a[aria-current] {
    font-weight: var(--vt-strong);
    box-shadow: inset 0 var(--vt-line-strong) 0 var(--vt-ink);
  }
  nav .count {
    position: absolute;
    inset-block-start: 0.3rem;
    inset-inline-start: calc(50% + 0.5rem);
    min-inline-size: 1.1rem;
    padding-inline: 0.25rem;
    border-radius: var(--vt-round);
    background: var(--vt-accent);
    color: var(--vt-on-accent);
    font-size: 0.6875rem;
    line-height: 1.1rem;
    font-weight: var(--vt-strong);
    text-align: center;
  }
  .toast {
    position: fixed;
    /* Over the bar: whoever works on must not wait until the foot of the page is free again. */
    inset-block-start: calc(var(--vt-space-2) + env(safe-area-inset-top));
    inset-inline: var(--vt-space-4);
    z-index: 4;
    display: grid;
    justify-items: center;
    pointer-events: none;
  }
  .toast p {
    display: flex;
    align-items: center;
    gap: var(--vt-space-3);
    max-inline-size: 36rem;
    padding: var(--vt-space-2) var(--vt-space-3) var(--vt-space-2) var(--vt-space-4);
    background: var(--vt-ink);
    color: var(--vt-paper);
    font-size: var(--vt-text-s);
    pointer-events: auto;
  }
  .toast p.alert {
    background: var(--vt-alert);
  }
  .start {
    display: grid;
    place-items: center;
    min-block-size: 60vh;
    color: var(--vt-muted);
  }
  .start.late {
    animation: late 0s 0.4s both;
  }
  @keyframes late {
    from {
      visibility: hidden;
    }
  }
  @container (min-width: 60rem) {
    .frame.in {
      grid-template-columns: 15rem minmax(0, 1fr);
      grid-template-rows: auto 1fr;
    }
    .in .bar {
      grid-column: 1 / -1;
      padding-inline: var(--vt-space-6);
    }
    .in main {
      padding-inline: var(--vt-space-5) var(--vt-space-6);
      padding-block-end: var(--vt-space-7);
      max-inline-size: 82rem;
      inline-size: 100%;
    }
    nav {
      position: sticky;
      inset: var(--vt-space-4) auto auto;
      align-self: start;
      padding: var(--vt-space-5) 0 0 var(--vt-space-6);
      background: none;
      border: none;
    }
    nav ul {
      grid-template-columns: 1fr;
    }
    nav a {
      display: flex;
      align-items: center;
      justify-items: start;
      gap: var(--vt-space-3);
      min-block-size: var(--vt-target);
      padding: 0 var(--vt-space-3);
      font-size: var(--vt-text-m);
    }
    nav a[aria-current] {
      box-shadow: inset var(--vt-line-strong) 0 0 var(--vt-ink);
    }
    nav .count {
      position: static;
      margin-inline-start: auto;
      font-size: var(--vt-text-xs);
      padding-inline: var(--vt-space-2);
    }
  }
`;
