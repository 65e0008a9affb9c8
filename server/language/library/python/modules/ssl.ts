import type { NativeModule } from '../../../values/native-module.js';
import { type NativeType, object } from '../../../values/native-type.js';
import { members, native } from '../define.js';

const contextType: NativeType<undefined> = { name: 'SSLContext', module: 'ssl' };

/**
 * As much of Python's `ssl` as scripts name before a download, to have no certificate checked. It is taken and changes
 * nothing: a run's downloads are always checked.
 */
export const sslModule: NativeModule = {
  name: 'ssl',
  settable: ['_create_default_https_context'],
  members: members(
    ...['_create_unverified_context', '_create_default_https_context', 'create_default_context'].map((name) =>
      native(`ssl.${name}`, '*args, **kwargs', [`ssl.${name}()`], () => object(contextType, undefined)),
    ),
  ),
};
