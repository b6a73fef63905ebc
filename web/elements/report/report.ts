import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Check, Job, ResultBody } from '../../core/contract.js';
import { VtElement } from '../base.js';
import { controls } from '../controls.js';
import * as icons from '../icons.js';
import { toMind } from '../says.js';
import { styles } from './report.styles.js';

/**
 * @summary What was checked on a result and what to mind, in plain words with what to do.
 * @csspart warnings - What to mind; absent when there is nothing.
 * @csspart checks - The checks, one a line.
 */
export class VtReport extends VtElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) job: Job | null = null;

  protected override render() {
    const { t } = this;
    if (!this.job?.result) return nothing;
    return html`<div class="head"><h2>${t.result.title}</h2></div>${this.#result(this.job.result)}`;
  }

  #result(result: ResultBody): TemplateResult {
    const { t } = this;
    const { checks, timings, width, height } = result;
    const failed = checks.filter((check) => !check.passed);
    const seconds = (timings.total ?? 0) / 1000;
    const sum = failed.length
      ? t.result.somePassed(checks.length - failed.length, checks.length)
      : t.result.allPassed(checks.length);
    const mind = toMind(result, t);
    return html`
      ${
        mind.length
          ? html`<ul class="warnings" part="warnings" aria-label=${t.result.warnings}>
            ${mind.map((text) => html`<li class="notice alert">${icons.mind}<span>${text}</span></li>`)}
          </ul>`
          : nothing
      }
      ${
        checks.length
          ? html`<details><summary>${sum}</summary>
            <ul class="checks" part="checks" aria-label=${t.result.checks}>${checks.map((check) => this.#line(check))}</ul>
          </details>`
          : nothing
      }
      <p class="facts">${t.result.size(width, height)}${seconds > 0 ? ` · ${t.result.time(seconds.toFixed(1))}` : ''}</p>
    `;
  }

  #line(check: Check): TemplateResult {
    const { t } = this;
    const words = t.result.names[check.name];
    const text = words ? (check.passed ? words.good : words.bad) : check.text;
    return html`<li class="notice ${check.passed ? '' : 'alert'}">${check.passed ? icons.tick : icons.mind}
      <span><span class="unseen">${check.passed ? t.result.good : t.result.bad} </span>${text}</span></li>`;
  }
}

customElements.define('vt-report', VtReport);
