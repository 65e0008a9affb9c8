import type { Context } from '../../../values/context.js';
import type { NativeFunctionValue, TypeValue, Value } from '../../../values/value.js';
import { native } from '../../python/define.js';

/** Makes an object of a class from a configuration. */
type Reader = (type: TypeValue, config: Value, customObjects: Value, context: Context) => Value;

/** What reads configurations knows all classes, and is there once they are. */
let reader: Reader | undefined;

export function readConfigsWith(read: Reader): void {
  reader = read;
}

/** `Dense.from_config(config)`, for the class that `type` gives. */
export function fromConfigOf(name: string, type: () => TypeValue): NativeFunctionValue {
  return native(
    `${name}.from_config`,
    'config, custom_objects=None',
    [`keras.layers.Dense.from_config({'units': 3})`],
    (args, context) =>
      reader
        ? reader(type(), args.get('config'), args.get('custom_objects'), context)
        : context.unknown('configurations are not read here', 'from_config'),
  );
}
