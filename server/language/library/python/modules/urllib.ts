import type { NativeModule } from '../../../values/native-module.js';
import { str, tuple, unknown } from '../../../values/value.js';
import { members, native } from '../define.js';
import { moduleExceptionClasses } from '../exceptions.js';
import { bytesAt, fetchTo } from './internet.js';
import { bytesIo } from './io.js';
import { pathText } from './path-text.js';

/** Python's `urllib.request`: files of the internet. What a run fetches so is decision 0012's. */
export const urllibRequestModule: NativeModule = {
  name: 'urllib.request',
  members: members(
    native(
      'urllib.request.urlretrieve',
      'url, filename=None, reporthook=None, data=None',
      ["urllib.request.urlretrieve('https://example.org/a.csv', 'a.csv')"],
      (args, context) => {
        const name = 'urllib.request.urlretrieve';
        const [url, file] = [pathText(args.get('url'), context), pathText(args.get('filename'), context)];
        if (url === undefined || args.get('data').kind !== 'none') return context.unknown('what it asks for', name);
        if (args.get('filename').kind === 'none')
          return context.unknown(
            'without a filename it keeps a file where Python would forget it: give a filename',
            name,
          );
        if (file === undefined) return context.unknown('a path that is not known', name);
        if (context.host.mode !== 'shapes') fetchTo(url, file, name, context);
        return tuple([str(file), unknown('what a server says of a file', `${name}()[1]`)]);
      },
    ),
    native(
      'urllib.request.urlopen',
      'url, data=None, timeout=None, *, context=None',
      ["urllib.request.urlopen('https://example.org/a.csv')"],
      (args, context) => {
        const name = 'urllib.request.urlopen';
        const url = pathText(args.get('url'), context);
        if (url === undefined || args.get('data').kind !== 'none') return context.unknown('what it asks for', name);
        return bytesIo(context.host.mode === 'shapes' ? undefined : bytesAt(url, name, context));
      },
    ),
  ),
};

/** Python's `urllib.error`. */
export const urllibErrorModule: NativeModule = {
  name: 'urllib.error',
  members: {
    URLError: moduleExceptionClasses['urllib.error.URLError'],
    HTTPError: moduleExceptionClasses['urllib.error.HTTPError'],
  },
};
