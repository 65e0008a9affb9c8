import { anonymous } from '../../tensor/dim.js';
import { type NativeType, object } from '../../values/native-type.js';
import type { ObjectValue, Value } from '../../values/value.js';
import { define } from '../python/define.js';
import { frame, series } from './construct.js';
import type { Column } from './labels.js';

interface Access {
  readonly column: Column;
  readonly kind: 'str' | 'dt' | 'cat';
}

/** `column.str`, `column.dt`, `column.cat`: methods and properties that work row by row. */
export function accessor(column: Column, kind: Access['kind']): Value {
  return object(accessorType, { column, kind });
}

/** Properties, not to be called. */
const properties: ReadonlySet<string> = new Set(
  `year month day hour minute second microsecond date time dayofweek day_of_week weekday dayofyear day_of_year quarter
  week weekofyear is_month_start is_month_end is_year_start is_leap_year days seconds codes`.split(/\s+/),
);

const accessorType: NativeType<Access> = {
  name: 'Accessor',
  module: 'pandas',
  getAttribute: (self, name, context) => {
    const { column, kind } = (self as ObjectValue<Access>).state;
    if (kind === 'cat' && name !== 'codes') return context.unknown('the categories of a column', `Series.cat.${name}`);
    if (properties.has(name) && kind !== 'str') return series(column.index, undefined, column.name);
    const call = define(`Series.${kind}.${name}`, '*args, **kwargs', [], (args) => {
      const expand = args.keywords.get('expand');
      const table = name === 'get_dummies' || (name === 'extract' ? undefined : expand && context.truth(expand));
      if (table === true) return frame(column.index, { count: anonymous() });
      if (name === 'extract' || name === 'extractall') return frame({ count: anonymous() }, { count: anonymous() });
      if (name === 'cat' && args.rest.length === 0) return context.unknown('one text of all', 'Series.str.cat');
      return series(column.index, testing.test(name) ? 'bool' : undefined, column.name);
    });
    return { kind: 'native', function: call };
  },
  getItem: (self) => {
    const { column } = (self as ObjectValue<Access>).state;
    return series(column.index, undefined, column.name);
  },
};
const testing = /^(is[a-z]+|startswith|endswith)$/;
