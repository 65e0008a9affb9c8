import type { Context } from '../../../values/context.js';

/** Whether a path is an address that Python would fetch. */
export const isAddress = (path: string): boolean => /^https?:\/\//i.test(path);

/** Fetches a file, as urllib does without a word; raises its errors, with what can be done. The run waits. */
export function fetchTo(url: string, file: string, name: string, context: Context): void {
  const { host } = context;
  if (!host.download) {
    context.unknown(`what ${url} gives`, name);
    return;
  }
  const failure = host.download({ url, file, silent: true });
  if (!failure) return;
  const { code, message } = failure;
  if (code === 'STATUS')
    context.raise('urllib.error.HTTPError', `HTTP Error ${message.replace(/^(\d+) -- /, '$1: ')} (${url})`);
  const byHand = code === 'OFF' ? `. To get it by hand: curl -L -O ${url}, and give the file's path instead` : '';
  context.raise('urllib.error.URLError', `<urlopen error ${message}> (${url})${byHand}`);
}

/** The bytes of a file of the internet, fetched anew each time, as pandas and NumPy do. */
export function bytesAt(url: string, name: string, context: Context): Uint8Array {
  const { host } = context;
  if (!host.temporaryFolder) return context.unknown(`what ${url} gives`, name) as never;
  const folder = host.temporaryFolder(null, 'tmp', '');
  try {
    const file = `${folder}/${/([\w.-]+)(?:[?#].*)?$/.exec(url)?.[1] ?? 'file'}`;
    fetchTo(url, file, name, context);
    return host.readFile(file) ?? (context.unknown(`what ${url} gives`, name) as never);
  } finally {
    host.removeFolder?.(folder);
  }
}
