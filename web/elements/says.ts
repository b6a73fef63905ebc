import type { Messages } from '../core/i18n/index.js';
import type { Problem } from '../core/problem.js';

/** A problem in the reader's words: what is wrong, and what to do. */
export function says(problem: Problem, t: Messages): string {
  const known = t.problems[problem.code as 'offline' | 'unexpected' | 'not-a-picture'];
  if (problem.status === 429) return t.problems.busy(problem.retryAfter || 5);
  if (known && !problem.detail) return `${known.text} ${known.remedy}`;
  return problem.detail.includes(problem.remedy) ? problem.detail : `${problem.detail} ${problem.remedy}`;
}
