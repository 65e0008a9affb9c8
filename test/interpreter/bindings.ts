import type { Analysis } from '../../server/language/analysis.js';
import { formatDim } from '../../server/language/tensor/dim.js';
import { formatShape } from '../../server/language/tensor/shape.js';
import type { Value } from '../../server/language/values/value.js';

/** What a name was last bound to, in a short notation: `?` for Unknown, `…` for the rest of a list. */
export function lastBinding(analysis: Analysis, name: string): string | undefined {
  const binding = analysis.bindings.findLast((candidate) => candidate.name === name);
  return binding && shown(binding.value);
}

/** Values as Python shows them, where they are known. */
export function shown(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return '?';
    case 'none':
      return 'None';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
    case 'float':
      return String(value.value);
    case 'str':
      return JSON.stringify(value.value);
    case 'dim':
      return formatDim(value.dim);
    case 'tensor':
      return `${value.dtype ?? '?'}${formatShape(value.shape)}`;
    case 'tuple':
      return `(${value.elements.map(shown).join(', ')})`;
    case 'list':
      return `[${[...value.elements.map(shown), ...(value.rest ? [`${shown(value.rest)}…`] : [])].join(', ')}]`;
    case 'dict':
      return `{${[...[...value.entries.values()].map((entry) => `${shown(entry.key)}: ${shown(entry.value)}`), ...(value.open ? ['…'] : [])].join(', ')}}`;
    default:
      return value.kind;
  }
}
