import type { ReactiveController } from 'lit';
import type { VcElement } from './base.js';

/** Asks the server when its element comes in, and again some time after each answer for as long as that is wanted. */
export class Watching implements ReactiveController {
  #due = 0;

  /**
   * @param look - Asks, and shows what came; it may not fail.
   * @param after - Milliseconds between an answer and the next question.
   * @param wanted - Whether to ask again.
   */
  constructor(
    private readonly host: VcElement,
    private readonly look: () => Promise<void>,
    private readonly after: number,
    private readonly wanted: () => boolean = () => true,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    void this.now();
  }

  hostDisconnected(): void {
    window.clearTimeout(this.#due);
  }

  /** Ask at once. */
  async now(): Promise<void> {
    window.clearTimeout(this.#due);
    await this.look();
    window.clearTimeout(this.#due);
    if (this.host.isConnected && this.wanted()) this.#due = window.setTimeout(() => void this.now(), this.after);
  }
}
