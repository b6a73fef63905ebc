import type { Store } from './session.js';
import type { Piece, TryOn } from './tryon.js';

/** A piece as it is kept between visits: no bytes, nothing measured. */
export type Kept = Pick<Piece, 'id' | 'width' | 'height' | 'name' | 'alt' | 'category' | 'size' | 'tucked' | 'sample'>;

/** What a closed tab leaves: who was on the stage, what was worn, the job that was running or shown. */
export interface Draft {
  person: Kept | null;
  look: Kept[];
  job: string | null;
}

function kept({ id, width, height, name, alt, category, size, tucked, sample }: Piece): Kept {
  return { id, width, height, name, alt, category, size, tucked, sample };
}

export function draftOf({ person, look, job }: TryOn): Draft {
  const known = look.filter((piece) => piece.id !== null);
  return { person: person?.id ? kept(person) : null, look: known.map(kept), job: job?.id ?? null };
}

/** Keeps drafts in the store, one for each session entry. */
export class Drafts {
  constructor(
    private readonly store: Store,
    private readonly entry: string,
  ) {}

  save(state: TryOn): void {
    const draft = draftOf(state);
    if (draft.person || draft.look.length || draft.job) this.store.setItem(this.entry, JSON.stringify(draft));
    else this.store.removeItem(this.entry);
  }

  load(): Draft | null {
    try {
      return JSON.parse(this.store.getItem(this.entry) ?? 'null') as Draft | null;
    } catch {
      return null;
    }
  }
}
