import type uPlot from 'uplot';
import type { Line } from './chart.js';

/**
 * Makes the names in a chart's legend buttons that hide and show their lines, by mouse, keyboard and screen reader.
 * `behind`: how many series stand before those of the lines, one behind each, or none; they have no place in the legend.
 */
export function makeLegendButtons(
  plot: uPlot,
  lines: readonly Line[],
  behind: number,
  toggled: (label: string, isHidden: boolean) => void,
): void {
  const legend = plot.root.querySelector('.u-legend');
  if (!legend) return;
  // It is laid out as a table, but is a list of buttons with a value beside each.
  legend.setAttribute('role', 'group');
  legend.setAttribute('aria-label', 'Curves');
  for (const part of legend.querySelectorAll('tbody, tr, td, th')) part.setAttribute('role', 'none');
  for (const row of [...legend.querySelectorAll('.u-series')].slice(1, 1 + behind)) row.remove();
  const buttons = [...legend.querySelectorAll<HTMLElement>('.u-series th')].slice(1);
  const isHidden = (line: number) => plot.series[behind + line + 1]?.show === false;
  const tell = () => {
    for (const [i, button] of buttons.entries()) {
      const isShown = !isHidden(i);
      button.setAttribute('aria-pressed', String(isShown));
      button.title = isShown ? 'Hide this curve' : 'Show this curve';
    }
  };
  for (const [i, button] of buttons.entries()) {
    button.setAttribute('role', 'button');
    button.tabIndex = 0;
    const { description } = lines[i] ?? {};
    if (description !== undefined) button.setAttribute('aria-label', description);
    button.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      // The space bar would scroll the page.
      event.preventDefault();
      button.click();
    });
  }
  tell();
  plot.hooks.setSeries = [
    ...(plot.hooks.setSeries ?? []),
    (_plot, _index, { show }) => {
      if (show === undefined) return;
      tell();
      for (const [i, { label }] of lines.entries()) {
        const show = !isHidden(i);
        if (behind && plot.series[i + 1]?.show !== show) plot.setSeries(i + 1, { show }, false);
        toggled(label, !show);
      }
    },
  ];
}
