/** The try-on as a value: what is on the stage, what is worn, what the server is doing. Actions in, next value out. */
import { type Category, ended, type Job, type Notice } from './contract.js';
import { putOn } from './dress.js';
import type { Answer } from './guide.js';
import type { Problem } from './problem.js';

/** A picture chosen for the try-on: of the person or of a garment. */
export interface Piece {
  /** Ours; the same before and after the upload. */
  key: string;
  /** The server's; null until it has the picture. */
  id: string | null;
  url: string;
  width: number;
  height: number;
  name: string;
  alt: string;
  category: Category | null;
  /** Sizes in which it can be tried on, and the one that is; none where no size chart tells. */
  fits: readonly string[];
  size: string;
  /** Whether a top goes into the bottoms; else it hangs over them. */
  tucked: boolean;
  /** Whether it comes with the shop: nothing to upload, nothing to delete. */
  sample: boolean;
  /** What to upload; null for samples and for pictures found again on the server. */
  source: Blob | null;
  sending: boolean;
  /** Kept back on the device: the browser saw nobody in the photo, and the shopper has not said "anyway". */
  held: boolean;
  problem: Problem | null;
  warnings: readonly Notice[];
  /** The browser's own look at the photo; null while it has not been made or could not be. */
  answers: readonly Answer[] | null;
}

/** A picture that the server made, read once through its signed link. */
export interface Shown {
  job: string;
  blob: Blob;
  url: string;
}

export interface TryOn {
  person: Piece | null;
  look: readonly Piece[];
  job: Job | null;
  /** Between the press and the server's 202. */
  asking: boolean;
  shown: Shown | null;
  problem: Problem | null;
  history: readonly Job[];
  /** When the shopper's photo, or everything, was erased: milliseconds, for the receipt. */
  erased: { what: 'photo' | 'session'; at: number } | null;
}

export const EMPTY: TryOn = {
  person: null,
  look: [],
  job: null,
  asking: false,
  shown: null,
  problem: null,
  history: [],
  erased: null,
};

export type Action =
  | { do: 'person'; piece: Piece }
  | { do: 'garment'; piece: Piece }
  | { do: 'patch'; key: string; change: Partial<Piece> }
  | { do: 'take-off'; key: string }
  | { do: 'clear-person' }
  | { do: 'ask' }
  | { do: 'job'; job: Job }
  | { do: 'refused'; problem: Problem }
  | { do: 'shown'; shown: Shown }
  | { do: 'open'; job: Job; person: Piece; look: readonly Piece[] }
  | { do: 'history'; items: readonly Job[] }
  | { do: 'lost' }
  | { do: 'erased'; what: 'photo' | 'session'; at: number };

export type Phase = 'empty' | 'person' | 'ready' | 'working' | 'shown' | 'failed';

/** What the stage is about. */
export function phase(state: TryOn): Phase {
  if (!state.person) return 'empty';
  if (state.asking || (state.job && !ended(state.job))) return 'working';
  if (state.problem || state.job?.status === 'failed') return 'failed';
  if (state.job?.status === 'done') return 'shown';
  return state.look.length > 0 ? 'ready' : 'person';
}

/** Whether the picture on show is of another person or look than the one chosen now. */
export function stale(state: TryOn): boolean {
  const { job, person, look } = state;
  return job?.status === 'done' && (person?.id !== job.person || !made(job, look));
}

/** Whether `job` is of just these pieces in these sizes, worn as they are. */
export function made(job: Job, look: readonly Pick<Piece, 'id' | 'size' | 'tucked'>[]): boolean {
  const same = look.map((piece) => piece.id).join() === job.garments.join();
  const worn = look.every(({ id, tucked }) => tucked === job.tucked.includes(id ?? ''));
  return same && worn && look.every(({ id, size }) => !size || (job.sizes[id ?? ''] ?? size) === size);
}

/** Whether pressing "try on" would do something now. */
export function ready(state: TryOn): boolean {
  const { person, look } = state;
  if (!person || look.length === 0 || phase(state) === 'working') return false;
  if (person.sending || person.held || person.problem || look.some((piece) => piece.sending || piece.problem))
    return false;
  return state.job?.status !== 'done' || stale(state);
}

function patched(piece: Piece, key: string, change: Partial<Piece>): Piece {
  return piece.key === key ? { ...piece, ...change } : piece;
}

/** Pieces that were uploaded to a session that is no more: their ids mean nothing, their bytes are sent again. */
function unsent<P extends Piece | null>(piece: P): P | null {
  if (!piece || piece.sample) return piece;
  return piece.source ? { ...piece, id: null } : null;
}

function erased(state: TryOn, what: 'photo' | 'session', at: number): TryOn {
  const own = state.person && !state.person.sample ? state.person : null;
  if (what === 'session') {
    const look = state.look.filter((piece) => piece.sample);
    return { ...EMPTY, person: own ? null : state.person, look, erased: { what, at } };
  }
  const history = state.history.filter((job) => job.person !== own?.id);
  return { ...state, person: null, job: null, shown: null, problem: null, history, erased: { what, at } };
}

/** The state after `action`. */
export function next(state: TryOn, action: Action): TryOn {
  switch (action.do) {
    case 'person':
      return { ...state, person: action.piece, job: null, shown: null, problem: null, asking: false, erased: null };
    case 'clear-person':
      return { ...state, person: null, job: null, shown: null, problem: null, asking: false };
    case 'garment':
      return { ...state, look: putOn(state.look, action.piece), problem: null, erased: null };
    case 'patch': {
      const person = state.person && patched(state.person, action.key, action.change);
      const piece = state.look.find((p) => p.key === action.key);
      const others = state.look.map((p) => patched(p, action.key, action.change));
      // Once the server has said what an uploaded garment is, it takes its place in the dress order.
      const placed = piece && action.change.category ? putOn(others, { ...piece, ...action.change }) : others;
      return { ...state, person, look: placed };
    }
    case 'take-off':
      return { ...state, look: state.look.filter((piece) => piece.key !== action.key), problem: null };
    case 'ask':
      return { ...state, asking: true, problem: null, erased: null };
    case 'job':
      if (state.job && action.job.id !== state.job.id && !state.asking) return state;
      return { ...state, asking: false, job: action.job };
    case 'refused':
      return { ...state, asking: false, problem: action.problem };
    case 'shown':
      return state.job?.id === action.shown.job ? { ...state, shown: action.shown } : state;
    case 'open':
      return { ...state, person: action.person, look: action.look, job: action.job, shown: null, problem: null };
    case 'history':
      return { ...state, history: action.items };
    case 'lost':
      return {
        ...EMPTY,
        person: unsent(state.person),
        look: state.look.map((piece) => unsent(piece)).filter((piece) => piece !== null),
        asking: state.asking,
      };
    case 'erased':
      return erased(state, action.what, action.at);
  }
}
