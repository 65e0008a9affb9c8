import { element } from '../kit/element.js';
import { type LinePlace, lineLink, placeText } from '../kit/link.js';
import type { CurvesState } from './contract.js';
import { evaluationText, lastLine } from './words.js';

/** What a run has told beside its curves: warnings, results of `evaluate`, what the script printed. */
export class ToldView {
  private readonly warnings = element('div', { role: 'status' });
  private readonly evaluations = element('div');
  private readonly last = element('span', { class: 'quiet last' });
  private readonly text = element('pre', { tabindex: '0', 'aria-label': 'What the script printed' });
  readonly printed = element('details', { class: 'printed' }, element('summary', {}, 'Output ', this.last), this.text);
  readonly root = element('div', {}, this.warnings, this.evaluations, this.printed);
  private shown = '';
  private told = '';

  constructor(private readonly reveal: (place: LinePlace) => void) {
    this.printed.addEventListener('toggle', () => this.fill());
  }

  update({ warnings, evaluations, printed }: CurvesState): void {
    // Made anew only where something changed: a screen reader would say it again.
    const shown = JSON.stringify([warnings, evaluations]);
    if (shown !== this.shown) {
      this.shown = shown;
      this.warnings.replaceChildren(
        ...warnings.map(({ line, message, ...place }) =>
          element(
            'p',
            { class: 'warning' },
            ...(line === undefined ? [] : [this.link({ ...place, line }), ': ']),
            message,
          ),
        ),
      );
      this.evaluations.replaceChildren(
        ...evaluations.map((each) =>
          element(
            'p',
            { class: 'evaluation' },
            'evaluate, ',
            lineLink(placeText(each), each, this.reveal),
            evaluationText(each),
          ),
        ),
      );
    }
    this.printed.hidden = printed === '';
    if (printed === this.told) return;
    this.told = printed;
    this.last.textContent = lastLine(printed);
    this.fill();
  }

  /** The end stays in sight, unless the reader is somewhere above it. */
  private fill(): void {
    if (!this.printed.open) return;
    const { scrollTop, scrollHeight, clientHeight } = this.text;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < 8;
    this.text.textContent = this.told;
    if (isAtEnd) this.text.scrollTop = this.text.scrollHeight;
  }

  private link(place: LinePlace): HTMLElement {
    const text = placeText(place);
    return lineLink(text.charAt(0).toUpperCase() + text.slice(1), place, this.reveal);
  }
}
