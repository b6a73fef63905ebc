import { html } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { Api } from '../../core/api.js';
import type { Job } from '../../core/contract.js';
import { Drafts } from '../../core/draft.js';
import { Session } from '../../core/session.js';
import { phase, ready } from '../../core/tryon.js';
import { VtElement } from '../base.js';
import '../camera/camera.js';
import type { VtCamera } from '../camera/camera.js';
import '../confirm/confirm.js';
import type { VtConfirm } from '../confirm/confirm.js';
import { controls } from '../controls.js';
import { save, shared } from '../export.js';
import '../history/history.js';
import '../look/look.js';
import '../person/person.js';
import type { VtPerson } from '../person/person.js';
import { pictured, pictureOf, prepared } from '../picture.js';
import '../report/report.js';
import '../stage/stage.js';
import { storage } from '../storage.js';
import { voice } from '../voice.js';
import { Desk } from './desk.js';
import { inspected, late, warmUp } from './inspect.js';
import { styles } from './try-on.styles.js';

/**
 * @summary The fitting room: a person, a look, the result on the stage; all of the try-on but the page around it.
 * @slot intro - Takes the place of the heading and its text.
 * @event vt-result - A result is on the stage; detail {job, width, height, warnings, checks, garments, sizes}.
 * @event vt-error - Something did not work; detail {code, text}.
 * @csspart room - The whole.
 */
export class VtTryOn extends VtElement {
  static override styles = [controls, styles];

  /** The publishable key of the shop whose page embeds this; empty on the server's own page. */
  @property({ attribute: 'publishable-key' }) publishableKey = '';
  /** Inside a frame on a foreign page: no heading, and as high as its content. */
  @property({ type: Boolean, reflect: true }) embedded = false;
  @state() private said = '';
  @state() private asked: 'photo' | 'session' = 'photo';
  @query('vt-camera') private camera!: VtCamera;
  @query('vt-confirm') private confirm!: VtConfirm;
  @query('vt-person') private person!: VtPerson;
  desk!: Desk;
  api!: Api;
  /** Resolves when the samples are there and what an earlier visit left is back. */
  opened: Promise<void> = Promise.resolve();

  override connectedCallback(): void {
    super.connectedCallback();
    this.desk ??= this.#desk();
    window.addEventListener('paste', this.#paste);
    voice.addEventListener('change', this.#reword);
  }

  override disconnectedCallback(): void {
    window.removeEventListener('paste', this.#paste);
    voice.removeEventListener('change', this.#reword);
    super.disconnectedCallback();
  }

  protected override firstUpdated(): void {
    this.opened = this.desk.open().then(() => {
      voice.offer(this.desk.demo.languages ?? voice.offered);
      return this.desk.restore();
    });
  }

  protected override render() {
    const { t, desk } = this;
    const { state } = desk;
    return html`<div class="room" part="room">
      <slot name="intro">${
        this.embedded
          ? html`<h1 class="unseen">${t.masthead.tagline}</h1>`
          : html`<div class="intro" lang=${t.code}>
        <h1>${t.intro.title.map((line) => html`<span>${line}</span> `)}</h1><p>${t.intro.text}</p></div>`
      }</slot>
      <vt-stage id="stage" class="stage" .fitting=${state} .said=${this.said} @vt-browse=${() => this.person.browse()}
        @vt-picture=${this.#photo} @vt-cancel=${() => desk.cancel()} @vt-go=${this.#go} @vt-save=${this.#save}
        @vt-share=${this.#share}></vt-stage>
      <vt-person class="person" .piece=${state.person} .samples=${desk.demo.people} .receipt=${this.#receipt()}
        @vt-picture=${this.#photo} @vt-choosing=${warmUp} @vt-camera=${this.#film} @vt-anyway=${() => desk.anyway()}
        @vt-sample=${(event: CustomEvent) => desk.sample(event.detail.id)} @vt-delete=${() => this.#ask('photo')}></vt-person>
      <vt-look class="look" .garments=${desk.demo.garments} .look=${state.look} .obstacle=${this.#obstacle()}
        .label=${state.job?.status === 'done' ? t.look.goAgain : t.look.go} @vt-go=${this.#go}
        @vt-wear=${(event: CustomEvent) => desk.wear(event.detail.id)}
        @vt-garment=${(event: CustomEvent) => desk.garment(event.detail.file)}
        @vt-take-off=${(event: CustomEvent) => desk.dispatch({ do: 'take-off', key: event.detail.key })}
        @vt-sized=${(event: CustomEvent) => desk.size(event.detail.key, event.detail.size)}
        @vt-tucked=${(event: CustomEvent) => desk.tuck(event.detail.key, event.detail.tucked)}></vt-look>
      <vt-report class="report" ?hidden=${!state.shown} .job=${state.shown ? state.job : null}></vt-report>
      <vt-history class="history" ?hidden=${state.history.length === 0 && !this.#own()}  .items=${state.history} .current=${state.job?.id ?? ''}
        @vt-open=${this.#open} @vt-erase=${() => this.#ask('session')}></vt-history>
      <vt-camera @vt-picture=${this.#photo}></vt-camera>
      <vt-confirm .heading=${t.erase[`${this.asked}Title`]} .text=${t.erase[`${this.asked}Text`]}
        .go=${t.erase[`${this.asked}Go`]} @vt-confirmed=${this.#erase}></vt-confirm>
    </div>`;
  }

  #desk(): Desk {
    const fetcher = window.fetch.bind(window);
    const session = new Session(fetcher, storage(), this.publishableKey || null);
    this.api = new Api(session, () => voice.language, fetcher);
    const device = {
      prepare: prepared,
      inspect: inspected,
      late,
      isPicture: pictured,
      url: (b: Blob) => URL.createObjectURL(b),
    };
    const names = () => ({ photo: this.t.person.own, garment: this.t.look.own });
    const drafts = new Drafts(storage(), `vitrine.draft.${this.publishableKey || 'own'}`);
    const desk = new Desk(this.api, drafts, device, names, () => this.#changed());
    session.onLost = () => desk.dispatch({ do: 'lost' });
    desk.onResult = (job) => this.#result(job);
    desk.onProblem = ({ code, message }) => this.emit('vt-error', { code, text: message });
    return desk;
  }

  #changed(): void {
    this.said = '';
    this.requestUpdate();
  }

  /** Facts only: the embedding page's scripts must not get hold of the shopper's picture. */
  #result(job: Job): void {
    const { width, height, warnings, checks } = job.result ?? {};
    this.emit('vt-result', { job: job.id, width, height, warnings, checks, garments: job.garments, sizes: job.sizes });
  }

  #obstacle(): string {
    const { t, desk } = this;
    const { state } = desk;
    if (ready(state)) return '';
    if (phase(state) === 'working') return `${t.stage.working} …`;
    if (!state.person) return t.look.needPerson;
    if (state.look.length === 0) return t.look.needGarment;
    if (state.person.held || state.person.problem) return t.look.needPerson;
    if (state.look.some((piece) => piece.problem)) return t.look.needGarment;
    return state.job?.status === 'done' ? t.look.done : t.look.sending;
  }

  /** Whether the server holds something of the shopper's own. */
  #own(): boolean {
    const { person, look } = this.desk.state;
    return [person, ...look].some((piece) => piece?.id && !piece.sample);
  }

  #receipt(): string {
    const { erased } = this.desk.state;
    if (!erased) return '';
    const at = new Date(erased.at).toLocaleTimeString(this.t.code);
    return erased.what === 'photo' ? this.t.erase.photoReceipt(at) : this.t.erase.sessionReceipt(at);
  }

  readonly #paste = (event: ClipboardEvent) => {
    const file = pictureOf(event.clipboardData);
    if (!file) return;
    event.preventDefault();
    void (this.desk.state.person ? this.desk.garment(file) : this.desk.photo(file));
  };

  readonly #reword = () => void this.desk.open().then(() => this.desk.reword());

  #photo(event: CustomEvent<{ file: Blob }>): void {
    void this.desk.photo(event.detail.file);
  }

  #film(): void {
    warmUp();
    void this.camera.show();
  }

  #go(): void {
    this.#toStage();
    void this.desk.go();
  }

  #open(event: CustomEvent<{ id: string }>): void {
    this.#toStage();
    void this.desk.show(event.detail.id);
  }

  #toStage(): void {
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const stage = this.renderRoot.querySelector('.stage');
    const box = stage?.getBoundingClientRect();
    if (box && (box.top < 0 || box.bottom > window.innerHeight)) {
      stage?.scrollIntoView({ block: 'start', behavior: calm ? 'auto' : 'smooth' });
    }
  }

  #save(): void {
    const { shown } = this.desk.state;
    if (!shown) return;
    save(shown);
    this.said = this.t.result.saved;
  }

  async #share(): Promise<void> {
    const { shown } = this.desk.state;
    if (!shown) return;
    const how = await shared(shown.blob, this.t.result.shareTitle);
    this.said = how === 'copied' ? this.t.result.copied : how === 'refused' ? this.t.result.notShared : '';
  }

  #ask(what: 'photo' | 'session'): void {
    this.asked = what;
    this.confirm.show();
  }

  #erase(): void {
    const erased = this.asked === 'photo' ? this.desk.deletePhoto() : this.desk.eraseAll();
    void erased.then(() => this.person.focus());
  }
}

customElements.define('vt-try-on', VtTryOn);
