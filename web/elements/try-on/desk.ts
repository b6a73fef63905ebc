import type { Api } from '../../core/api.js';
import { type DemoBody, type DemoGarment, type DemoPerson, ended, type Job } from '../../core/contract.js';
import type { Draft, Drafts, Kept } from '../../core/draft.js';
import type { Answer } from '../../core/guide.js';
import { Problem } from '../../core/problem.js';
import { tile } from '../../core/shop.js';
import { type Action, EMPTY, made, next, type Piece, ready, type TryOn } from '../../core/tryon.js';
import type { Prepared } from '../picture.js';

/** What the desk needs of the device; given, so that tests run without one. */
export interface Device {
  prepare(file: Blob, transparent: boolean): Promise<Prepared>;
  inspect(small: HTMLCanvasElement | null): Promise<Answer[] | null>;
  /** Resolves when a photo has waited long enough for its inspection. */
  late(): Promise<null>;
  url(blob: Blob): string;
  isPicture(file: Blob): boolean;
}

/** Names in the reader's language for pictures that have none. */
export interface Names {
  photo: string;
  garment: string;
}

const NONE: DemoBody = { people: [], garments: [] };

/** The piece in this size, if it comes in it, and worn over or tucked in. */
function worn(piece: Piece, size = '', tucked = false): Piece {
  return { ...piece, size: piece.fits.includes(size) ? size : piece.size, tucked };
}

/** Where everything the shopper does meets the server: keeps the state, tells `onChange` of each new one. */
export class Desk {
  state: TryOn = EMPTY;
  demo: DemoBody = NONE;
  onResult: (job: Job) => void = () => {};
  onProblem: (problem: Problem) => void = () => {};
  /** Products of the page that this is on; they stand before the samples. */
  #offered: DemoGarment[] = [];
  #following: AbortController | null = null;
  #count = 0;

  constructor(
    private readonly api: Api,
    private readonly drafts: Drafts,
    private readonly device: Device,
    private readonly names: () => Names,
    private readonly onChange: () => void,
  ) {}

  dispatch(action: Action): void {
    this.state = next(this.state, action);
    this.drafts.save(this.state);
    this.onChange();
  }

  /** Fetch sample people and the shop's products, in the reader's language; sample garments where it has none. */
  async open(): Promise<void> {
    const [found, products] = await Promise.all([
      this.api.demo().catch(() => this.demo),
      this.api.products().catch(() => []),
    ]);
    const tiles = products.flatMap((product) => tile(product, document.documentElement.lang) ?? []);
    const others = tiles.length ? tiles : found.garments;
    this.demo = {
      ...found,
      garments: [...this.#offered, ...others.filter(({ id }) => !this.#offered.some((one) => one.id === id))],
    };
    this.onChange();
  }

  /** Put on the shop's product of this number, in `size` where it comes in it; false: it is not offered for try-on. */
  async product(number: string, size = ''): Promise<boolean> {
    const found = await this.api.product(number);
    const offered = found && tile(found, document.documentElement.lang);
    if (!offered || offered.plain) return false;
    const { id } = offered;
    if (!this.#offered.some((one) => one.id === id)) {
      this.#offered = [offered, ...this.#offered];
      this.demo = { ...this.demo, garments: [offered, ...this.demo.garments.filter((one) => one.id !== id)] };
    }
    if (!this.state.look.some((piece) => piece.id === id)) this.wear(id);
    const worn = this.state.look.find((piece) => piece.id === id);
    if (worn && size) this.size(worn.key, size);
    return true;
  }

  /** Wear a piece in another of its sizes. */
  size(key: string, size: string): void {
    const piece = this.state.look.find((one) => one.key === key);
    if (piece?.fits.includes(size)) this.dispatch({ do: 'patch', key, change: { size } });
  }

  /** Wear a top tucked into the bottoms, or over them. */
  tuck(key: string, tucked: boolean): void {
    this.dispatch({ do: 'patch', key, change: { tucked } });
  }

  sample(id: string): void {
    const person = this.demo.people.find((one) => one.id === id);
    if (person) this.dispatch({ do: 'person', piece: this.#sample(person) });
  }

  /** Put a garment of the shop on, or take it off. */
  wear(id: string): void {
    const worn = this.state.look.find((piece) => piece.id === id);
    const garment = this.demo.garments.find((one) => one.id === id && !one.plain);
    if (worn) this.dispatch({ do: 'take-off', key: worn.key });
    else if (garment) this.dispatch({ do: 'garment', piece: this.#sample(garment) });
  }

  /** The shopper's photo: made smaller, looked at here, then uploaded; kept back when nobody is seen in it. */
  async photo(file: Blob): Promise<void> {
    const piece = await this.#own(file, this.names().photo, 'person', false);
    if (!piece) return;
    const { key } = piece;
    const looking = this.device.inspect(piece.small);
    const answers = await Promise.race([looking, this.device.late()]);
    const held = answers?.some(({ advice }) => advice === 'no-person') ?? false;
    this.dispatch({ do: 'patch', key, change: { answers, held } });
    if (held) return;
    await this.#send(key);
    if (!answers) this.dispatch({ do: 'patch', key, change: { answers: await looking } });
  }

  /** Use the photo although nobody was seen in it. */
  async anyway(): Promise<void> {
    const key = this.state.person?.key;
    if (!key) return;
    this.dispatch({ do: 'patch', key, change: { held: false } });
    await this.#send(key);
  }

  async garment(file: Blob, name = this.names().garment): Promise<void> {
    const piece = await this.#own(file, name, 'garment', true);
    if (piece) await this.#send(piece.key);
  }

  /** Put on a garment that the page offers. It is uploaded with the first try: most visitors of a page try nothing on. */
  async offer(file: Blob, name = this.names().garment): Promise<void> {
    await this.#own(file, name, 'garment', true);
  }

  /** Try the look on, and follow the job to its end. */
  async go(): Promise<void> {
    if (!ready(this.state)) return;
    this.dispatch({ do: 'ask' });
    try {
      await Promise.all(
        [this.state.person, ...this.state.look].map((piece) => piece && !piece.id && this.#send(piece.key)),
      );
      const { person, look } = this.state;
      if (!person?.id || look.some((piece) => !piece.id)) throw new Problem('unexpected');
      const garments = look.map((piece) => piece.id ?? '');
      const sizes = Object.fromEntries(look.filter((piece) => piece.size).map((piece) => [piece.id, piece.size]));
      const tucked = look.filter((piece) => piece.tucked).map((piece) => piece.id ?? '');
      const job = await this.api.tryOn(person.id, { garments, sizes, tucked }, crypto.randomUUID());
      this.dispatch({ do: 'job', job });
      await this.#follow(job.id);
    } catch (thrown) {
      this.#refused(thrown);
    }
  }

  async cancel(): Promise<void> {
    const id = this.state.job?.id;
    if (!id) return;
    try {
      this.dispatch({ do: 'job', job: await this.api.cancel(id) });
    } catch (thrown) {
      this.#refused(thrown);
    }
  }

  /** Put an earlier result of this visit on the stage, with the person and garments that it was made of. */
  async show(id: string): Promise<void> {
    try {
      const job = await this.api.job(id);
      const person = await this.#found('photos', this.#remembered(job.person));
      const look = await this.#lookOf(job, (one) => this.#remembered(one));
      this.#following?.abort();
      this.dispatch({ do: 'open', job, person, look });
      await (ended(job) ? this.#arrived(job) : this.#follow(id));
    } catch (thrown) {
      this.#refused(thrown);
    }
  }

  /** What an earlier visit left, if the server still has it. */
  async restore(): Promise<void> {
    const draft = this.drafts.load();
    if (!draft) return;
    await this.refresh();
    const job = draft.job ?? this.#jobOf(draft);
    if (job) await this.#reopen(job, draft);
    else await this.#reassemble(draft);
  }

  /** Results of this visit, with fresh links. */
  async refresh(): Promise<void> {
    const page = await this.api.jobs().catch(() => null);
    if (page) this.dispatch({ do: 'history', items: page.items });
  }

  /** The shown job and the shop's own pieces again, in another language. */
  async reword(): Promise<void> {
    for (const piece of [this.state.person, ...this.state.look]) {
      const sample = piece?.sample && this.#samples().find((one) => one.id === piece.id);
      if (sample) this.dispatch({ do: 'patch', key: piece.key, change: { name: sample.name, alt: sample.alt } });
    }
    const id = this.state.job?.id;
    const job = id ? await this.api.job(id).catch(() => null) : null;
    if (job) this.dispatch({ do: 'job', job });
  }

  async deletePhoto(): Promise<void> {
    const person = this.state.person;
    if (!person || person.sample) return;
    this.#following?.abort();
    try {
      if (person.id) await this.api.deletePhoto(person.id);
      this.dispatch({ do: 'erased', what: 'photo', at: Date.now() });
    } catch (thrown) {
      this.#refused(thrown);
    }
  }

  async eraseAll(): Promise<void> {
    this.#following?.abort();
    try {
      await this.api.eraseSession();
      this.dispatch({ do: 'erased', what: 'session', at: Date.now() });
    } catch (thrown) {
      this.#refused(thrown);
    }
  }

  async #follow(id: string): Promise<void> {
    this.#following?.abort();
    const following = new AbortController();
    this.#following = following;
    for await (const job of this.api.follow(id, following.signal)) {
      if (following.signal.aborted) return;
      this.dispatch({ do: 'job', job });
    }
    if (this.state.job && !following.signal.aborted) await this.#arrived(this.state.job);
  }

  async #arrived(job: Job): Promise<void> {
    if (job.status === 'failed' && job.error) this.onProblem(Problem.from(job.error));
    if (job.status === 'done' && job.result) {
      const blob = await this.api.result(job.result.url);
      this.dispatch({ do: 'shown', shown: { job: job.id, blob, url: this.device.url(blob) } });
      this.onResult(job);
    }
    await this.refresh();
  }

  /** The job of just this person and look: a tab closed before the answer came has kept no number of it. */
  #jobOf({ person, look }: Draft): string | null {
    return this.state.history.find((job) => job.person === person?.id && made(job, look))?.id ?? null;
  }

  async #reopen(id: string, draft: Draft): Promise<void> {
    try {
      const known = [draft.person, ...draft.look].filter((kept) => kept !== null);
      const job = await this.api.job(id);
      const of = (one: string) => known.find((kept) => kept.id === one) ?? this.#remembered(one);
      const person = await this.#found('photos', of(job.person));
      const look = await this.#lookOf(job, of);
      this.dispatch({ do: 'open', job, person, look });
      await (ended(job) ? this.#arrived(job) : this.#follow(id));
    } catch {
      await this.#reassemble({ ...draft, job: null });
    }
  }

  async #reassemble(draft: Draft): Promise<void> {
    const person = draft.person && (await this.#found('photos', draft.person).catch(() => null));
    if (person && !this.state.person) this.dispatch({ do: 'person', piece: person });
    for (const kept of draft.look) {
      const piece = await this.#found('garments', kept).catch(() => null);
      if (piece) this.dispatch({ do: 'garment', piece: worn(piece, kept.size, kept.tucked) });
    }
  }

  /** What a job was made of, in its sizes, as it was worn. */
  async #lookOf(job: Job, known: (id: string) => Kept): Promise<Piece[]> {
    const look = await Promise.all(job.garments.map((one) => this.#found('garments', known(one))));
    return look.map((piece) => {
      const id = piece.id ?? '';
      return worn(piece, job.sizes[id], job.tucked.includes(id));
    });
  }

  /** What is known here of a picture of the server's: on the stage now, or of the shop. */
  #remembered(id: string): Kept {
    const here = [this.state.person, ...this.state.look].find((piece) => piece?.id === id);
    const sample = this.#samples().find((one) => one.id === id);
    if (here) return here;
    if (sample) return this.#sample(sample);
    return { id, width: 3, height: 4, name: '', alt: '', category: null, size: '', tucked: false, sample: false };
  }

  async #found(kind: 'photos' | 'garments', kept: Kept): Promise<Piece> {
    const sample = this.#samples().find((one) => one.id === kept.id);
    if (sample) return this.#sample(sample);
    const here = [this.state.person, ...this.state.look].find((piece) => piece?.id === kept.id);
    if (here) return here;
    const url = this.device.url(await this.api.picture(kind, kept.id ?? ''));
    const name = kept.name || (kind === 'photos' ? this.names().photo : this.names().garment);
    return this.#piece({ ...kept, name, url });
  }

  #samples(): readonly (DemoPerson | DemoGarment)[] {
    return [...this.demo.people, ...this.demo.garments];
  }

  #sample(one: DemoPerson | DemoGarment): Piece {
    const garment = 'category' in one ? one : null;
    const known = { category: garment?.category ?? null, size: garment?.size ?? '', fits: garment?.fits ?? [] };
    return this.#piece({ ...one, ...known, tucked: false, sample: true });
  }

  #piece(known: Kept & { url: string; fits?: readonly string[] }): Piece {
    const { id, url, width, height, name, alt, category, size, tucked = false, fits = [], sample } = known;
    this.#count += 1;
    const key = `${sample ? id : 'own'}-${this.#count}`;
    const rest = { source: null, sending: false, held: false, problem: null, warnings: [], answers: null };
    return { key, id, url, width, height, name, alt, category, size, tucked, fits, sample, ...rest };
  }

  async #own(file: Blob, name: string, as: 'person' | 'garment', transparent: boolean) {
    if (!this.device.isPicture(file)) {
      this.#refused(new Problem('not-a-picture'));
      return null;
    }
    const { blob, width, height, small } = await this.device.prepare(file, transparent);
    // What the browser cannot draw is shown as the server draws it, once it is there.
    const url = small ? this.device.url(blob) : '';
    const known = {
      id: null,
      url,
      width,
      height,
      name,
      alt: name,
      category: null,
      size: '',
      tucked: false,
      sample: false,
    };
    const piece = { ...this.#piece(known), source: blob };
    this.dispatch({ do: as, piece });
    return { key: piece.key, small };
  }

  async #send(key: string): Promise<void> {
    const piece = [this.state.person, ...this.state.look].find((one) => one?.key === key);
    if (!piece?.source) return;
    this.dispatch({ do: 'patch', key, change: { sending: true, problem: null } });
    try {
      const change = await (this.state.person?.key === key ? this.#sentPhoto(piece) : this.#sentGarment(piece));
      this.dispatch({ do: 'patch', key, change: { ...change, sending: false } });
    } catch (thrown) {
      const problem = Problem.of(thrown);
      this.dispatch({ do: 'patch', key, change: { sending: false, problem } });
      this.onProblem(problem);
    }
  }

  async #sentPhoto({ source, url }: Piece): Promise<Partial<Piece>> {
    const { id, width, height, warnings } = await this.api.uploadPhoto(source ?? new Blob());
    return { id, width, height, warnings, url: url || this.device.url(await this.api.picture('photos', id)) };
  }

  async #sentGarment({ source, url }: Piece): Promise<Partial<Piece>> {
    const { id, category, alt, width, height, warnings } = await this.api.uploadGarment(source ?? new Blob());
    const drawn = url || this.device.url(await this.api.picture('garments', id));
    return { id, category, alt, width, height, warnings, url: drawn };
  }

  #refused(thrown: unknown): void {
    const problem = Problem.of(thrown);
    this.dispatch({ do: 'refused', problem });
    this.onProblem(problem);
  }
}
