import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { floatRepr, intRepr } from '../number-text.js';
import { comparePoints } from '../sorting.js';
import { typeName } from '../type-name.js';

type Option = 'skipkeys' | 'ensure_ascii' | 'allow_nan' | 'cls' | 'indent' | 'separators' | 'default' | 'sort_keys';

/** The text that `json.dumps` gives; undefined where something in the value is not known. */
export function writeJson(value: Value, option: (name: Option) => Value, context: Context): string | undefined {
  if (option('cls').kind !== 'none') {
    context.unknown('`cls` is not supported yet: use `default`', 'json.dumps');
    return undefined;
  }
  const indent = option('indent');
  const step =
    indent.kind === 'int' ? ' '.repeat(Math.max(0, indent.value)) : indent.kind === 'str' ? indent.value : undefined;
  const separators = option('separators').kind === 'none' ? undefined : context.elements(option('separators'));
  const [item, colon] = separators?.map((separator) => (separator.kind === 'str' ? separator.value : '')) ?? [
    step === undefined ? ', ' : ',',
    ': ',
  ];
  const writer = new Writer(
    {
      step,
      item: item ?? ',',
      colon: colon ?? ':',
      ascii: context.truth(option('ensure_ascii')) !== false,
      nan: context.truth(option('allow_nan')) !== false,
      sort: context.truth(option('sort_keys')) === true,
      skip: context.truth(option('skipkeys')) === true,
      fallback: option('default'),
    },
    context,
  );
  return writer.write(value, '');
}

interface Style {
  readonly step: string | undefined;
  readonly item: string;
  readonly colon: string;
  readonly ascii: boolean;
  readonly nan: boolean;
  readonly sort: boolean;
  readonly skip: boolean;
  readonly fallback: Value;
}

class Writer {
  private readonly around = new Set<Value>();

  constructor(
    private readonly style: Style,
    private readonly context: Context,
  ) {}

  write(value: Value, margin: string): string | undefined {
    switch (value.kind) {
      case 'none':
        return 'null';
      case 'bool':
        return value.value ? 'true' : 'false';
      case 'int':
        return intRepr(value.value);
      case 'float':
        return this.float(value.value);
      case 'str':
        return this.quoted(value.value);
      case 'tuple':
        return this.within(value, () =>
          this.block('[', ']', margin, value.elements, (element, inner) => this.write(element, inner)),
        );
      case 'list':
        return value.rest
          ? undefined
          : this.within(value, () =>
              this.block('[', ']', margin, value.elements, (element, inner) => this.write(element, inner)),
            );
      case 'dict':
        return value.open ? undefined : this.within(value, () => this.dict(value, margin));
      case 'unknown':
      case 'dim':
        return undefined;
      default: {
        if (this.style.fallback.kind === 'none') {
          return this.context.raise('TypeError', `Object of type ${typeName(value)} is not JSON serializable`);
        }
        return this.within(value, () => this.write(this.context.call(this.style.fallback, [value]), margin));
      }
    }
  }

  private within(value: Value, write: () => string | undefined): string | undefined {
    if (this.around.has(value)) return this.context.raise('ValueError', 'Circular reference detected');
    this.around.add(value);
    const text = write();
    this.around.delete(value);
    return text;
  }

  private dict(value: Value & { kind: 'dict' }, margin: string): string | undefined {
    const entries: { key: string; value: Value }[] = [];
    for (const { key, value: entry } of value.entries.values()) {
      const name = this.key(key);
      if (name !== undefined) entries.push({ key: name, value: entry });
    }
    if (this.style.sort) entries.sort((a, b) => comparePoints(a.key, b.key));
    return this.block('{', '}', margin, entries, (entry, inner) => {
      const text = this.write(entry.value, inner);
      return text === undefined ? undefined : this.quoted(entry.key) + this.style.colon + text;
    });
  }

  private key(key: Value): string | undefined {
    if (key.kind === 'str') return key.value;
    if (key.kind === 'int' || key.kind === 'float' || key.kind === 'bool' || key.kind === 'none')
      return this.write(key, '');
    if (this.style.skip) return undefined;
    return this.context.raise('TypeError', `keys must be str, int, float, bool or None, not ${typeName(key)}`);
  }

  private block<Item>(
    open: string,
    close: string,
    margin: string,
    items: readonly Item[],
    write: (item: Item, inner: string) => string | undefined,
  ): string | undefined {
    if (items.length === 0) return open + close;
    const { step } = this.style;
    const inner = step === undefined ? '' : margin + step;
    const parts = items.map((item) => write(item, inner));
    if (parts.includes(undefined)) return undefined;
    if (step === undefined) return open + parts.join(this.style.item) + close;
    return `${open}\n${inner}${parts.join(`${this.style.item}\n${inner}`)}\n${margin}${close}`;
  }

  private float(x: number): string {
    if (Number.isFinite(x)) return floatRepr(x);
    if (!this.style.nan)
      return this.context.raise('ValueError', `Out of range float values are not JSON compliant: ${floatRepr(x)}`);
    return Number.isNaN(x) ? 'NaN' : x > 0 ? 'Infinity' : '-Infinity';
  }

  private quoted(text: string): string {
    let quoted = '"';
    for (let i = 0; i < text.length; i += 1) {
      const c = text[i] as string;
      const short = escapes[c];
      if (short) quoted += short;
      else if (c < ' ' || (this.style.ascii && c > '\x7f'))
        quoted += `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
      else quoted += c;
    }
    return `${quoted}"`;
  }
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};
