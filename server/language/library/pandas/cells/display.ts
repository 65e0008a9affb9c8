import type { Context } from '../../../values/context.js';
import { True, type Value } from '../../../values/value.js';
import { refuse } from './table.js';

const setting = 'pandas.display';

/** `pd.set_option`: options of how much is shown. What fits is shown the same under any of them. */
export function changeDisplay(name: string, given: readonly Value[], context: Context): void {
  for (const [at, option] of given.entries()) {
    if (at % 2 === 1) continue;
    const said = option.kind === 'str' ? option.value : '';
    if (
      /(max_rows|max_columns|width|min_rows|max_info|expand_frame_repr|chained_assignment|copy_on_write|no_silent_downcasting)/.test(
        said,
      )
    )
      context.changeSetting(setting, True);
    else refuse(`the option ${context.repr(option)}`, name, context);
  }
}

/** Ends the run where a table does not fit, and the program has changed what is shown of it then. */
export function checkDisplay(context: Context): void {
  if (context.setting(setting)) refuse('printing a large table after pd.set_option', 'DataFrame', context);
}
