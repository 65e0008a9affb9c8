/** The colours that a chart draws with, read from the editor's theme. */
export interface ChartColours {
  readonly text: string;
  readonly grid: string;
  readonly series: readonly string[];
  readonly font: string;
}

/** Without orange, which the dark themes make too dark to see. */
const seriesVariables = ['blue', 'yellow', 'green', 'purple', 'red'].map((name) => `--vscode-charts-${name}`);

export function chartColours(): ChartColours {
  const style = getComputedStyle(document.body);
  const read = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  return {
    text: read('--vscode-foreground', style.color),
    grid: read('--vscode-editorIndentGuide-background1', read('--vscode-widget-border', style.color)),
    series: seriesVariables.map((name) => read(name, style.color)),
    font: `${read('--vscode-font-size', '13px')} ${read('--vscode-font-family', 'sans-serif')}`,
  };
}

/** Calls back when the user changes the colour theme: VS Code then changes the body's class. */
export function onThemeChange(changed: () => void): void {
  new MutationObserver(changed).observe(document.body, {
    attributes: true,
    attributeFilter: ['class', 'data-vscode-theme-id'],
  });
}
