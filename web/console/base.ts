import { Problem } from '../core/problem.js';
import { Speaking } from '../elements/base.js';
import { voice } from '../elements/voice.js';
import { WORDS, type Words } from './i18n/index.js';

/** What all parts of the console share: the reader's words, and what went wrong told in them. */
export class VcElement extends Speaking {
  protected get t(): Words {
    return WORDS[voice.language];
  }

  /** Tell the person something in passing; the console shows it and reads it out. */
  protected say(text: string, alert = false): void {
    this.emit('vc-say', { text, alert });
  }

  /** Do something that may fail; what went wrong is told in passing. True: it worked. */
  protected async tried(action: () => Promise<unknown>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (thrown) {
      this.say(this.said(thrown), true);
      return false;
    }
  }

  /** What went wrong, in words. */
  protected said(thrown: unknown): string {
    const problem = Problem.of(thrown);
    if (problem.status === 429) return this.t.problems.busy(problem.retryAfter || 5);
    const known = problem.code === 'offline' || problem.code === 'unexpected' ? this.t.problems[problem.code] : null;
    if (!known) return problem.detail;
    return `${known.text}${voice.language === 'zh' ? '' : ' '}${known.remedy}`;
  }
}

/** Since when, in words. */
export function ago(t: Words, at: string | null, now = Date.now()): string {
  return at ? t.common.ago(Math.max(0, (now - Date.parse(at)) / 1000)) : t.common.never;
}
