import type { ProblemBody } from './contract.js';
import { typeset } from './typeset.js';

/** What went wrong, in words for the reader: from the server, or `offline` and `unexpected` from here. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly detail: string = '',
    readonly remedy: string = '',
    readonly status: number = 0,
    /** Seconds after which the server wants to be asked again; 0 when it did not say. */
    readonly retryAfter: number = 0,
  ) {
    super(detail || code);
  }

  static from(body: ProblemBody, retryAfter = 0): Problem {
    const detail = typeset(body.detail || body.title);
    return new Problem(body.code, detail, typeset(body.remedy ?? ''), body.status, retryAfter);
  }

  /** Anything thrown, as a problem: a failed fetch is a TypeError and means that the server was not reached. */
  static of(thrown: unknown): Problem {
    if (thrown instanceof Problem) return thrown;
    return new Problem(thrown instanceof TypeError ? 'offline' : 'unexpected');
  }
}

/** The problem that a refused response carries. */
export async function problemOf(response: Response): Promise<Problem> {
  const retryAfter = Number(response.headers.get('Retry-After')) || 0;
  try {
    const body = (await response.json()) as Partial<ProblemBody>;
    return Problem.from({ title: '', status: response.status, code: 'unexpected', ...body }, retryAfter);
  } catch {
    return new Problem('unexpected', '', '', response.status, retryAfter);
  }
}

/** The answer, whatever its status; what never reached the server is `offline`, what was called off stays so. */
export async function answered(asked: Promise<Response>, signal?: AbortSignal): Promise<Response> {
  try {
    return await asked;
  } catch (thrown) {
    if (signal?.aborted) throw thrown;
    throw new Problem('offline');
  }
}
