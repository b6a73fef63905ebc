import { html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { VtElement } from '../base.js';
import { controls } from '../controls.js';
import { dialogs } from '../dialogs.js';
import * as icons from '../icons.js';
import { encoded } from '../picture.js';
import { styles } from './camera.styles.js';

type Step = 'starting' | 'live' | 'counting' | 'taken' | 'refused' | 'missing' | 'insecure';

const SECONDS = 5;

/**
 * @summary The device's camera, with an outline to stand in and a countdown; frames never leave the device, only the
 * picture that the shopper keeps does.
 * @event vt-picture - A picture was taken and kept; detail {file}.
 * @csspart dialog - The dialog.
 * @csspart view - The camera's picture.
 */
export class VtCamera extends VtElement {
  static override styles = [controls, dialogs, styles];

  /** Seconds between pressing the button and the picture. */
  @property({ type: Number }) seconds = SECONDS;
  @state() private step: Step = 'starting';
  @state() private left = 0;
  @state() private facing: 'user' | 'environment' = 'user';
  @query('dialog') private dialog!: HTMLDialogElement;
  @query('video') private video!: HTMLVideoElement;
  @query('canvas') private canvas!: HTMLCanvasElement;
  #stream: MediaStream | null = null;
  #timer = 0;

  /** Open the dialog and ask for the camera. */
  async show(): Promise<void> {
    this.dialog.showModal();
    await this.#start();
  }

  protected override render() {
    const { t, step } = this;
    const trouble = step === 'refused' || step === 'missing' || step === 'insecure';
    return html`<dialog part="dialog" aria-labelledby="title" @close=${this.#stop}>
      <header><h2 id="title">${t.camera.title}</h2>
        <button class="round" type="button" aria-label=${t.camera.close} @click=${() => this.dialog.close()}>${icons.close}</button>
      </header>
      <p class="lead">${t.camera.lead}</p>
      <div class="view" part="view">
        <video muted playsinline ?hidden=${step === 'taken'} ?data-mirror=${this.facing === 'user'}></video>
        <canvas ?hidden=${step !== 'taken'} ?data-mirror=${this.facing === 'user'}></canvas>
        ${step === 'live' || step === 'counting' ? icons.silhouette : nothing}
        ${step === 'counting' ? html`<span class="left">${t.camera.seconds(this.left)}</span>` : nothing}
        ${trouble || step === 'starting' ? html`<p class="message">${t.camera[step as 'starting']}</p>` : nothing}
      </div>
      <span class="unseen" role="status">${step === 'counting' ? this.left : step === 'taken' ? t.camera.taken : ''}</span>
      <div class="acts">${this.#acts()}</div>
    </dialog>`;
  }

  #acts(): TemplateResult | typeof nothing {
    const { t } = this;
    if (this.step === 'taken') {
      return html`<button class="button" type="button" @click=${() => this.#start()}>${t.camera.retake}</button>
        <button class="button primary" type="button" @click=${this.#keep}>${t.camera.use}</button>`;
    }
    if (this.step !== 'live' && this.step !== 'counting') return nothing;
    return html`<button class="button" type="button" @click=${this.#turn}>${icons.turn}${t.camera.turn}</button>
      <button class="button primary" type="button" aria-disabled=${this.step === 'counting'} @click=${this.#count}>
        ${icons.camera}${t.camera.take}</button>`;
  }

  async #start(): Promise<void> {
    this.#stop();
    this.step = 'starting';
    if (!navigator.mediaDevices) {
      this.step = window.isSecureContext ? 'missing' : 'insecure';
      return;
    }
    const wanted = { facingMode: this.facing, width: { ideal: 1920 }, height: { ideal: 1920 } };
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
    } catch (thrown) {
      this.step = (thrown as DOMException).name === 'NotAllowedError' ? 'refused' : 'missing';
      return;
    }
    if (!this.dialog.open) return this.#stop();
    this.video.srcObject = this.#stream;
    await this.video.play();
    this.step = 'live';
  }

  #stop(): void {
    window.clearInterval(this.#timer);
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
  }

  #turn(): void {
    this.facing = this.facing === 'user' ? 'environment' : 'user';
    void this.#start();
  }

  #count(): void {
    if (this.step === 'counting') return;
    this.step = 'counting';
    this.left = this.seconds;
    this.#timer = window.setInterval(() => {
      this.left -= 1;
      if (this.left <= 0) this.#take();
    }, 1000);
  }

  /** What the frame shows, not mirrored: cut to the same 3 : 4. */
  #take(): void {
    window.clearInterval(this.#timer);
    const { videoWidth: width, videoHeight: height } = this.video;
    const wide = Math.min(width, Math.round((height * 3) / 4));
    const high = Math.min(height, Math.round((width * 4) / 3));
    this.canvas.width = wide;
    this.canvas.height = high;
    const context = this.canvas.getContext('2d');
    context?.drawImage(this.video, (width - wide) / 2, (height - high) / 2, wide, high, 0, 0, wide, high);
    this.#stop();
    this.step = 'taken';
  }

  async #keep(): Promise<void> {
    const file = await encoded(this.canvas);
    this.dialog.close();
    this.emit('vt-picture', { file });
  }
}

customElements.define('vt-camera', VtCamera);
