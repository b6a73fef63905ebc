import type { Category } from '../contract.js';
import type { Advice, Answer } from '../guide.js';

/** Every text of the page. Each language implements all of it: a missing one does not compile. */
export interface Messages {
  code: string;
  masthead: {
    tagline: string;
    language: string;
    light: string;
    dark: string;
    skip: string;
  };
  intro: {
    title: readonly string[];
    text: string;
  };
  person: {
    title: string;
    lead: string;
    upload: string;
    replace: string;
    camera: string;
    hint: string;
    samples: string;
    sample: (name: string) => string;
    own: string;
    alt: string;
    looking: string;
    sending: string;
    sent: string;
    useAnyway: string;
    delete: string;
  };
  guide: {
    shoulders: string;
    hips: string;
    title: string;
    passed: Record<Answer['check'], string>;
    advice: Record<Advice, string>;
    tips: readonly string[];
    unchecked: string;
  };
  look: {
    title: string;
    lead: string;
    upload: string;
    own: string;
    worn: string;
    takeOff: (name: string) => string;
    categories: Record<Category, string>;
    sizes: (list: string) => string;
    size: (name: string) => string;
    wearing: (name: string) => string;
    over: string;
    tucked: string;
    go: string;
    goAgain: string;
    needPerson: string;
    needGarment: string;
    sending: string;
    done: string;
  };
  stage: {
    stages: Record<string, string>;
    waiting: string;
    working: string;
    cancel: string;
    shown: string;
    shownMind: (count: number) => string;
    stale: string;
    canceled: string;
    failed: string;
    again: string;
  };
  compare: {
    label: string;
    slider: string;
    value: (percent: number) => string;
    before: string;
    after: string;
    zoomIn: string;
    zoomOut: string;
    whole: string;
    zoomed: (percent: number) => string;
  };
  result: {
    title: string;
    save: string;
    share: string;
    saved: string;
    copied: string;
    notShared: string;
    shareTitle: string;
    allPassed: (count: number) => string;
    somePassed: (passed: number, count: number) => string;
    warnings: string;
    checks: string;
    good: string;
    bad: string;
    time: (seconds: string) => string;
    size: (width: number, height: number) => string;
    names: Record<string, { good: string; bad: string; remedy: string }>;
  };
  history: {
    title: string;
    open: (at: string) => string;
    status: Record<'queued' | 'running' | 'failed' | 'canceled', string>;
    erase: string;
    kept: string;
  };
  camera: {
    title: string;
    lead: string;
    starting: string;
    take: string;
    seconds: (left: number) => string;
    taken: string;
    use: string;
    retake: string;
    turn: string;
    close: string;
    refused: string;
    missing: string;
    insecure: string;
  };
  erase: {
    photoTitle: string;
    photoText: string;
    photoGo: string;
    sessionTitle: string;
    sessionText: string;
    sessionGo: string;
    keep: string;
    photoReceipt: (at: string) => string;
    sessionReceipt: (at: string) => string;
  };
  problems: {
    offline: { text: string; remedy: string };
    unexpected: { text: string; remedy: string };
    busy: (seconds: number) => string;
    'not-a-picture': { text: string; remedy: string };
  };
}
