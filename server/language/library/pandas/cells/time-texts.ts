import { timeText } from './timestamp.js';
import type { Times } from './vector.js';

/** Moments as pandas writes them in a column: dates alone where all are at midnight. */
export function timeTexts({ data }: Times): string[] {
  const dates = data.every((each) => each === undefined || each % 86_400e6 === 0);
  const whole = (unit: number) => data.every((each) => each === undefined || each % unit === 0);
  const cut = whole(1e6) ? 7 : whole(1e3) ? 3 : 0;
  return data.map((each) => {
    if (each === undefined) return 'NaT';
    if (dates) return timeText(each, '%F') as string;
    const said = timeText(each, '%F %T.%f') as string;
    return said.slice(0, said.length - cut);
  });
}
