import type { Checkbox } from '@vscode/webview-ui-toolkit';
import { element } from '../kit/element.js';
import { type Look, mostSmoothing } from '../kit/look.js';

/** Where the user picks how all charts of a page draw their lines. The page registers `vscode-checkbox`. */
export class LookBar {
  readonly root: HTMLElement;
  private readonly smoothing: HTMLInputElement;
  private readonly told = element('output', { for: 'smoothing', 'aria-hidden': 'true' });
  private readonly logarithmic: Checkbox;
  private asked = false;

  /** Told of changes once a frame at most: a slider tells more. */
  constructor(
    look: Look,
    private readonly changed: (look: Look) => void,
  ) {
    this.smoothing = element('input', {
      type: 'range',
      id: 'smoothing',
      min: '0',
      max: String(mostSmoothing),
      step: '0.01',
      value: String(look.smoothing),
      title: 'The moving average of each curve, as TensorBoard has it; the curve itself stays behind it',
    });
    this.logarithmic = element(
      'vscode-checkbox',
      { id: 'logarithmic', ...(look.logarithmic ? { checked: '' } : {}) },
      'Logarithmic axis',
    ) as Checkbox;
    this.root = element(
      'div',
      { class: 'row look', role: 'group', 'aria-label': 'How the curves are drawn' },
      element(
        'div',
        { class: 'row slider' },
        element('label', { for: 'smoothing' }, 'Smoothing'),
        this.smoothing,
        this.told,
      ),
      this.logarithmic,
    );
    this.smoothing.addEventListener('input', () => this.change());
    this.logarithmic.addEventListener('change', () => this.change());
    this.tell();
  }

  private change(): void {
    this.tell();
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      this.changed({ smoothing: Number(this.smoothing.value), logarithmic: this.logarithmic.checked });
    });
  }

  private tell(): void {
    const value = Number(this.smoothing.value);
    this.told.textContent = value === 0 ? 'off' : value.toFixed(2);
    this.smoothing.setAttribute('aria-valuetext', this.told.textContent);
  }
}
