import { html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Problem } from '../../core/problem.js';
import { controls } from '../../elements/controls.js';
import type { ConsoleApi } from '../api.js';
import { ago, VcElement } from '../base.js';
import type { Import, Person, Verdict } from '../contract.js';
import * as icons from '../icons.js';
import { hashOf } from '../route.js';
import { pieces } from '../styles.js';
import { styles } from './add.styles.js';
import { brought, chosen, dropped, type Folder, type Given, sorted } from './sorting.js';

const PICTURES = 'image/*,.heic,.heif,.avif';
const AT_ONCE = 3;
const VERDICTS: readonly Verdict[] = ['yes', 'limits', 'no'];
const GOING = ['reading', 'working'];

type Send = (signal: AbortSignal) => Promise<unknown>;

/**
 * @summary Products in: pictures, folders and feeds by drag or choice, each delivery with its progress.
 */
export class VcAdd extends VcElement {
  static override styles = [controls, pieces, styles];

  @property({ attribute: false }) api!: ConsoleApi;
  @property({ attribute: false }) account!: Person;
  /** How many pictures wait to be fixed by hand. */
  @property({ type: Number }) toFix = 0;
  @state() private imports: Import[] | null = null;
  @state() private over = false;
  /** By import: how many of its products are sent. */
  @state() private sending = new Map<string, [number, number]>();
  #stop = new AbortController();
  #followed = new Set<string>();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = new AbortController();
    void this.#load();
    const given = brought();
    if (given.length) void this.#add(given);
  }

  override disconnectedCallback(): void {
    this.#stop.abort();
    this.#followed.clear();
    super.disconnectedCallback();
  }

  protected override reworded(): void {
    void this.#load();
  }

  protected override render() {
    const { t, imports } = this;
    const a = t.add;
    return html`<div class="top"><div><h1>${a.title}</h1><p>${a.lead}</p></div></div>
      ${this.account.role === 'viewer' ? nothing : this.#door()}
      <section><h2>${a.pastTitle}</h2>
      ${imports === null ? html`<p class="batch wait">${t.common.loading}</p>` : nothing}
      ${imports?.length === 0 ? html`<p class="batch muted">${a.pastEmpty}</p>` : nothing}
      ${repeat(
        imports ?? [],
        ({ id }) => id,
        (one) => this.#batch(one),
      )}</section>`;
  }

  #door() {
    const a = this.t.add;
    return html`<div class="drop ${this.over ? 'over' : ''}" @dragover=${this.#dragged} @dragleave=${() => {
      this.over = false;
    }} @drop=${this.#drop}>
      <div class="drawing">${icons.add}</div><h2>${this.over ? a.dropNow : a.drop}</h2>
      <div class="row">
        <label class="button primary">${a.files}<input type="file" multiple accept=${PICTURES} @change=${this.#chosen}></label>
        <label class="button">${a.folder}<input type="file" multiple webkitdirectory @change=${this.#chosen}></label>
        <label class="button">${a.feed}<input type="file" multiple accept=".csv,.tsv,text/csv" @change=${this.#chosen}></label>
      </div>
      <ul>${a.what.map((line) => html`<li>${line}</li>`)}<li><a href="/docs/how-to/products/" target="_blank">${a.template}</a></li></ul></div>`;
  }

  #batch(one: Import) {
    const { t } = this;
    const a = t.add;
    const going = GOING.includes(one.state);
    const [sent, all] = this.sending.get(one.id) ?? [0, 0];
    const rows = Math.max(one.rows, all);
    const toFix = this.toFix > 0 && !going;
    const about = [
      sent < all ? a.sending(sent, all) : '',
      sent < all && one.rows === 0
        ? ''
        : `${a.progress(one.done, rows)} · ${a.outcome(one.added, one.updated, one.unchanged)}`,
    ]
      .filter(Boolean)
      .join(' · ');
    return html`<article class="batch" aria-label=${one.name}>
      <div class="line"><strong>${one.name}</strong><span class="muted">${a.states[one.state]} · ${ago(t, one.created_at)}</span></div>
      ${going || sent < all ? html`<progress max=${Math.max(1, rows)} value=${one.done} aria-label=${a.progress(one.done, rows)}></progress>` : nothing}
      <div class="line"><span class="muted" role="status">${about}</span>
        <span class="verdicts">${VERDICTS.filter((verdict) => one.verdicts[verdict]).map(
          (verdict) => html`<span class="chip ${verdict}">${one.verdicts[verdict]} ${t.verdicts[verdict]}</span>`,
        )}</span></div>
      ${one.error ? html`<p class="notice alert">${icons.mind}<span>${one.error.detail}</span></p>` : nothing}
      ${
        one.failures
          ? html`<details><summary>${a.failures(one.failures)}</summary><ul class="left-out">${one.failed.map(
              (row) => html`<li><strong>${row.row}</strong> ${row.reason}<span>${row.remedy}</span></li>`,
            )}</ul></details>`
          : nothing
      }
      ${
        one.changes.length
          ? html`<details><summary class="calm">${a.changes(one.changes.length)}</summary><ul class="left-out">${one.changes.map(
              (change) =>
                html`<li><a href=${hashOf('product', change.product)}>${change.external_id}</a> ${t.verdicts[change.before]} → ${t.verdicts[change.after]}</li>`,
            )}</ul></details>`
          : nothing
      }
      <div class="line"><span class="verdicts">
        <a class="quiet" href=${hashOf('products')}>${a.look}</a>
        ${toFix ? html`<a class="quiet" href=${hashOf('mend')}>${icons.mend}${a.fix}</a>` : nothing}</span>
        ${going && this.account.role !== 'viewer' ? html`<button class="quiet" type="button" @click=${() => void this.#cancel(one)}>${a.stop}</button>` : nothing}</div>
    </article>`;
  }

  #dragged(event: DragEvent): void {
    event.preventDefault();
    this.over = true;
  }

  async #drop(event: DragEvent): Promise<void> {
    event.preventDefault();
    this.over = false;
    if (event.dataTransfer) await this.#add(await dropped(event.dataTransfer));
  }

  async #chosen(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const given = chosen(input.files ?? []);
    input.value = '';
    await this.#add(given);
  }

  async #add(given: Given[]): Promise<void> {
    const { parcels, feeds, folders, others } = sorted(given);
    if (others[0]) this.say(this.t.add.skipped(others.length, others[0]), true);
    for (const feed of feeds) {
      await this.tried(async () => this.#follow(await this.api.importFeed(feed)));
    }
    for (const folder of folders) await this.tried(() => this.#folder(folder));
    if (parcels.length === 0) return;
    await this.tried(async () => {
      const batch = await this.api.openImport(nameOf(parcels.flat()));
      await this.#send(
        batch,
        parcels.map((files) => [
          files[0]?.name ?? '',
          (signal: AbortSignal) => this.api.addProduct(batch.id, files, signal),
        ]),
      );
      const now = this.imports?.find(({ id }) => id === batch.id);
      if (now && !this.#stop.signal.aborted) this.#follow(now, true);
    });
  }

  /** All of a folder first: a table in it may name any of its pictures. */
  async #folder({ name, files }: Folder): Promise<void> {
    const batch = await this.api.openImport(name || nameOf([...files.values()]));
    const sent = await this.#send(
      batch,
      [...files].map(([path, file]) => [
        path,
        (signal: AbortSignal) => this.api.keepFile(batch.id, path, file, signal),
      ]),
    );
    if (sent) this.#follow(await this.api.readImport(batch.id), true);
  }

  /** Some at once; one that is refused is named in the delivery, or here, and stops no other. False: it was stopped. */
  async #send(batch: Import, all: [string, Send][]): Promise<boolean> {
    const { signal } = this.#stop;
    this.sending = new Map(this.sending).set(batch.id, [0, all.length]);
    this.#follow(batch);
    const waiting = [...all];
    const one = async () => {
      for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift()) {
        if (!(await this.#sent(...next, signal))) waiting.length = 0;
        const [sent] = this.sending.get(batch.id) ?? [0];
        this.sending = new Map(this.sending).set(batch.id, [sent + 1, all.length]);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    const whole = this.sending.get(batch.id)?.[0] === all.length;
    const sending = new Map(this.sending);
    sending.delete(batch.id);
    this.sending = sending;
    return whole && !signal.aborted;
  }

  /** Whether the delivery still takes something. */
  async #sent(name: string, send: Send, signal: AbortSignal): Promise<boolean> {
    for (;;) {
      try {
        await send(signal);
        return true;
      } catch (thrown) {
        if (signal.aborted) return false;
        const problem = Problem.of(thrown);
        if (problem.code === 'import-closed') return false;
        if (problem.status !== 429) {
          this.say(`${name}: ${this.said(thrown)}`, true);
          return true;
        }
        await new Promise((go) => setTimeout(go, 1000 * (problem.retryAfter || 2)));
      }
    }
  }

  async #load(): Promise<void> {
    await this.tried(async () => {
      this.imports = (await this.api.imports()).items;
      for (const one of this.imports) if (GOING.includes(one.state)) this.#follow(one);
    });
  }

  /** Show an import and how it goes on; `again`: although it was followed to an end before. */
  #follow(batch: Import, again = false): void {
    this.#put(batch);
    if (this.#followed.has(batch.id) && !again) return;
    this.#followed.add(batch.id);
    const { signal } = this.#stop;
    void (async () => {
      try {
        for await (const now of this.api.followImport(batch.id, signal)) this.#put(now);
      } catch (thrown) {
        if (!signal.aborted) this.say(this.said(thrown), true);
      }
      if (!signal.aborted) this.emit('vc-changed');
    })();
  }

  #put(batch: Import): void {
    const all = this.imports ?? [];
    this.imports = all.some(({ id }) => id === batch.id)
      ? all.map((one) => (one.id === batch.id ? batch : one))
      : [batch, ...all];
  }

  async #cancel(batch: Import): Promise<void> {
    await this.tried(async () => this.#put(await this.api.cancelImport(batch.id)));
  }
}

/** What a delivery without a folder's name is called: its first file and how many more there are. */
function nameOf([first, ...more]: File[]): string {
  return `${first?.name ?? ''}${more.length ? ` +${more.length}` : ''}`;
}

customElements.define('vc-add', VcAdd);
