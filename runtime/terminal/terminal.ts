/** What a terminal can do; a pipe or a file can do nothing of it. */
export interface Terminal {
  readonly columns: number;
  /** A line can be drawn again in place. */
  readonly canRedraw: boolean;
  readonly hasColor: boolean;
  write(text: string): void;
}

export type Color = 'red' | 'yellow' | 'blue' | 'magenta' | 'gray' | 'bold';

const codes: Readonly<Record<Color, readonly [on: number, off: number]>> = {
  red: [31, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  gray: [90, 39],
  bold: [1, 22],
};

/** Colour only where it is shown, and not where the user asked for none (no-color.org). */
export function terminalOf(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Terminal {
  const isDumb = environment['TERM'] === 'dumb';
  return {
    get columns() {
      return stream.columns || 80;
    },
    canRedraw: stream.isTTY === true && !isDumb,
    hasColor: stream.isTTY === true && !isDumb && !environment['NO_COLOR'],
    write: (text) => void stream.write(text),
  };
}

export function colored(terminal: Pick<Terminal, 'hasColor'>, color: Color, text: string): string {
  const [on, off] = codes[color];
  return terminal.hasColor ? `\x1b[${on}m${text}\x1b[${off}m` : text;
}
