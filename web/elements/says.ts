import type { ResultBody } from '../core/contract.js';
import type { Messages } from '../core/i18n/index.js';
import type { Problem } from '../core/problem.js';

/** Sentences one after the other, as the language sets them: Chinese without a space between. */
export function together(t: Messages, ...sentences: string[]): string {
  return sentences.filter(Boolean).join(t.code === 'en' ? ' ' : '');
}

/** A problem in the reader's words: what is wrong, and what to do. */
export function says(problem: Problem, t: Messages): string {
  const known = t.problems[problem.code as 'offline' | 'unexpected' | 'not-a-picture'];
  if (problem.status === 429) return t.problems.busy(problem.retryAfter || 5);
  if (known && !problem.detail) return together(t, known.text, known.remedy);
  return problem.detail.includes(problem.remedy) ? problem.detail : together(t, problem.detail, problem.remedy);
}

/** What to mind about a result: the checks that it failed, each with what to do, then the warnings. */
export function toMind({ checks, warnings }: ResultBody, t: Messages): string[] {
  const failed = checks.filter((check) => !check.passed);
  const words = failed.map(({ name, text }) => {
    const known = t.result.names[name];
    return known ? together(t, known.bad, known.remedy) : text;
  });
  return [...words, ...warnings.map((warning) => warning.text)];
}
